package dev.tributary.server.metrics;

import dev.tributary.api.ConnectionSource;
import dev.tributary.core.SyncScheduler;
import dev.tributary.core.metrics.SyncMeters;
import dev.tributary.server.config.WatchedFiles;
import dev.tributary.server.discovery.SourceWatch;
import dev.tributary.server.health.NodeHealth;
import dev.tributary.server.node.NodeSettings;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The registry, and everything that has something to count. */
@Configuration(proxyBeanMethods = false)
public class MetricsConfiguration {
  /** Whatever clients and tables there are, the answer stays one that can be read. */
  private static final int MOST_METERS = 50_000;

  @Bean
  PrometheusMeterRegistry meters(ObjectProvider<MeterBinder> binders) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(MeterFilter.maximumAllowableMetrics(MOST_METERS));
    binders.orderedStream().forEach(binder -> binder.bindTo(registry));
    return registry;
  }

  /** Gauges of clients are read from the database, by every node. */
  @Bean
  SyncMeters syncMeters() {
    return SyncMeters.withoutGauges(InstantSource.system());
  }

  @Bean
  PoolMeters poolMeters() {
    return new PoolMeters();
  }

  @Bean
  NodeMeters nodeMeters(
      NodeSettings settings,
      NodeHealth health,
      WatchedFiles files,
      SourceWatch sources,
      ObjectProvider<SyncScheduler> scheduler) {
    return new NodeMeters(settings, health, files, sources, scheduler);
  }

  @Bean
  ClusterMeters clusterMeters(ConnectionSource connections, NodeSettings settings) {
    return new ClusterMeters(connections, settings.cluster());
  }

  @Bean
  ClusterFigures clusterFigures(ConnectionSource connections, NodeSettings settings) {
    return new ClusterFigures(connections, settings.cluster(), settings.node().value());
  }

  /** Late, since the registry waits for everything that has something to count. */
  @Bean
  WebMvcConfigurer countedRequests(ObjectProvider<PrometheusMeterRegistry> registry) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new HttpMeters(SingletonSupplier.of(registry::getObject)));
      }
    };
  }
}
