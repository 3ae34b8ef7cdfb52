package dev.tributary.server.metrics;

import dev.tributary.api.ConnectionSource;
import dev.tributary.server.node.NodeSettings;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The registry, and everything that has something to count. */
@Configuration(proxyBeanMethods = false)
public class MetricsConfiguration {

  @Bean
  ClusterMeters clusterMeters(ConnectionSource connections, NodeSettings settings) {
    return new ClusterMeters(connections, settings.cluster());
  }

  @Bean
  PrometheusMeterRegistry meters(ObjectProvider<MeterBinder> binders) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    binders.orderedStream().forEach(binder -> binder.bindTo(registry));
    return registry;
  }
}
