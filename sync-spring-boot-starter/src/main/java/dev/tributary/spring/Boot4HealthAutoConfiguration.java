package dev.tributary.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Health as Spring Boot 4 has it: {@code sync} in /actuator/health. */
@AutoConfiguration(after = NodeConditionAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(NodeCondition.class)
@ConditionalOnProperty(name = "management.health.sync.enabled", matchIfMissing = true)
public final class Boot4HealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "syncHealthIndicator")
  HealthIndicator syncHealthIndicator(NodeCondition condition) {
    return () -> {
      NodeCondition.Verdict verdict = condition.verdict();
      return Health.status(verdict.level().name()).withDetails(verdict.details()).build();
    };
  }
}
