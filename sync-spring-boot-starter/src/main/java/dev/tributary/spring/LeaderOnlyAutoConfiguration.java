package dev.tributary.spring;

import dev.tributary.api.LeaderElector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * {@link LeaderOnly}, also where nothing else of Tributary is configured: the annotation must never
 * be without effect.
 */
@AutoConfiguration
@EnableConfigurationProperties(TributaryProperties.class)
public final class LeaderOnlyAutoConfiguration {

  @Bean
  LeaderWorks tributaryLeaderWorks(TributaryProperties properties) {
    return new LeaderWorks(properties.leaderElection().drain());
  }

  // Asks for beans late: whatever is made for a post-processor is itself not post-processed.
  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static LeaderOnlyProxies tributaryLeaderOnlyProxies(
      ObjectProvider<LeaderElector> elector, ObjectProvider<LeaderWorks> works) {
    return new LeaderOnlyProxies(
        new LeaderOnlyCalls(elector::getObject, works::getObject), () -> require(elector));
  }

  private static void require(ObjectProvider<LeaderElector> elector) {
    if (elector.getIfAvailable() == null) {
      throw LeaderOnlyMethods.cannotHold(
          "there is no LeaderElector",
          "Set tributary.leader-election.enabled=true, or define a bean of type LeaderElector; in"
              + " a test, one that always leads.");
    }
  }
}
