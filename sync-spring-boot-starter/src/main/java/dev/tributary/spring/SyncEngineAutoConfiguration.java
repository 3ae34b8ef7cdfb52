package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncListener;
import dev.tributary.core.MirrorEngine;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ResourceLoader;

/** The engine that mirrors SQLite files. */
@AutoConfiguration(after = LeaderElectionAutoConfiguration.class)
@Conditional(Wanted.Sync.class)
public final class SyncEngineAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  ConflictPolicy tributaryConflicts(
      TributaryProperties properties, ResourceLoader resources, ListableBeanFactory beans) {
    return new ConflictRules(resources, beans.getBeansOfType(ConflictResolver.class))
        .policy(properties.conflicts().configuration());
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean(SyncEngine.class)
  MirrorEngine tributaryEngine(
      TributaryProperties properties,
      SyncDatabase database,
      ObjectProvider<LeaderElector> elector,
      ConflictPolicy conflicts,
      ObjectProvider<SyncListener> listeners) {
    return MirrorEngine.builder()
        .connections(database.pooled())
        .elector(elector.getIfAvailable(SyncEngineAutoConfiguration::noElector))
        .cluster(new ClusterName(properties.cluster()))
        .dataDirectory(DataFolder.of(properties))
        .conflicts(conflicts)
        .listener(new EverySyncListener(listeners.orderedStream().toList()))
        .open();
  }

  private static LeaderElector noElector() {
    throw CannotStart.property(
        "tributary.leader-election.enabled",
        false,
        "leaves the engine without an elector, and it writes only while it leads",
        "Remove that property, or define a bean of type LeaderElector.");
  }
}
