package dev.tributary.spring;

import dev.tributary.api.LeaderElector;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Meters, where Micrometer is there. Whoever has a MeterRegistry bean gets them. */
@AutoConfiguration
@ConditionalOnClass(MeterBinder.class)
@Conditional(Wanted.Election.class)
@EnableConfigurationProperties(TributaryProperties.class)
public final class SyncMetricsAutoConfiguration {

  // Asks for the elector late: the elector asks for this listener.
  @Bean
  @ConditionalOnMissingBean(name = "tributaryMetrics")
  SyncMetrics tributaryMetrics(
      TributaryProperties properties, ObjectProvider<LeaderElector> elector) {
    return new SyncMetrics(
        NodeName.of(properties).value(),
        properties.cluster(),
        elector::getObject,
        InstantSource.system());
  }
}
