package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.api.StateStore;
import dev.tributary.core.PostgresStateStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The store of small JSON values that all nodes of a cluster share. */
@AutoConfiguration(after = SyncDatabaseAutoConfiguration.class)
@Conditional(Wanted.State.class)
public final class StateStoreAutoConfiguration {

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean(StateStore.class)
  PostgresStateStore tributaryState(TributaryProperties properties, SyncDatabase database) {
    return PostgresStateStore.builder()
        .connections(database.pooled())
        .listening(database.direct())
        .cluster(new ClusterName(properties.cluster()))
        .node(NodeName.of(properties))
        .open();
  }
}
