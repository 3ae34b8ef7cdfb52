package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.api.LeaderElector;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.metrics.LeadershipMeters;
import dev.tributary.core.metrics.StateMeters;
import dev.tributary.core.metrics.SyncMeters;
import dev.tributary.election.PostgresLeaderElector;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Meters, where Micrometer is there. Whoever has a MeterRegistry bean gets them. */
@AutoConfiguration(
    after = {LeaderElectionAutoConfiguration.class, StateStoreAutoConfiguration.class})
@ConditionalOnClass(MeterBinder.class)
@Conditional(Wanted.Database.class)
@EnableConfigurationProperties(TributaryProperties.class)
public final class SyncMetricsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @Conditional(Wanted.Sync.class)
  SyncMeters tributarySyncMeters() {
    return new SyncMeters(InstantSource.system());
  }

  // Asks for the elector late: the elector asks for this listener.
  @Bean
  @ConditionalOnMissingBean
  @Conditional(Wanted.Election.class)
  LeadershipMeters tributaryLeadershipMeters(
      TributaryProperties properties, ObjectProvider<LeaderElector> elector) {
    return new LeadershipMeters(
        NodeName.of(properties),
        new ClusterName(properties.cluster()),
        () -> Optional.ofNullable(elector.getIfAvailable()).flatMap(LeaderElector::current));
  }

  @Bean
  @ConditionalOnSingleCandidate(PostgresLeaderElector.class)
  MeterBinder tributaryElectionMeters(ObjectProvider<PostgresLeaderElector> elector) {
    return LeadershipMeters.attempts(
        () -> elector.getObject().counts().renewed(), () -> elector.getObject().counts().failed());
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(CachingStateStore.class)
  StateMeters tributaryStateMeters(TributaryProperties properties, CachingStateStore store) {
    return new StateMeters(NodeName.of(properties), store::statistics);
  }
}
