package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.core.SyncJobs;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint {@code sync}, and {@code sync} in /actuator/info. */
@AutoConfiguration(after = NodeConditionAutoConfiguration.class)
@ConditionalOnBean(NodeCondition.class)
public final class SyncEndpointAutoConfiguration {

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
  static final class OfActuator {
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    SyncEndpoint tributarySyncEndpoint(
        NodeCondition condition, SyncDatabase database, TributaryProperties properties) {
      return new SyncEndpoint(
          condition, new SyncJobs(database.pooled(), new ClusterName(properties.cluster())));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(InfoContributor.class)
  @ConditionalOnProperty(name = "management.info.sync.enabled", matchIfMissing = true)
  static final class OfInfo {
    /** Asks nobody: info must answer while the database is away. */
    @Bean
    @ConditionalOnMissingBean(name = "syncInfoContributor")
    InfoContributor syncInfoContributor(NodeCondition condition) {
      return info -> info.withDetail("sync", condition.self());
    }
  }
}
