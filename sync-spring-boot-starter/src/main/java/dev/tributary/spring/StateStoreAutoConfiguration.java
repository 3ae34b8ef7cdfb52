package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.api.StateStore;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.PostgresStateStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The store of small JSON values that all nodes of a cluster share. */
@AutoConfiguration(after = SyncDatabaseAutoConfiguration.class)
@Conditional(Wanted.State.class)
public final class StateStoreAutoConfiguration {

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(StateStore.class)
  static final class OnPostgres {

    @Bean(destroyMethod = "close")
    StateBehindCache tributaryStateBehindCache(
        TributaryProperties properties, SyncDatabase database) {
      return new StateBehindCache(
          PostgresStateStore.builder()
              .connections(database.pooled())
              .listening(database.direct())
              .cluster(new ClusterName(properties.cluster()))
              .node(NodeName.of(properties))
              .open());
    }

    @Bean(destroyMethod = "close")
    CachingStateStore tributaryState(StateBehindCache behind) {
      return CachingStateStore.over(behind.store());
    }
  }

  /** Not a StateStore itself, so that the application's one StateStore is the cached one. */
  record StateBehindCache(PostgresStateStore store) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
    }
  }
}
