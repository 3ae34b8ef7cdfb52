package dev.tributary.server.web;

import dev.tributary.api.ConnectionSource;
import dev.tributary.core.ConflictQueue;
import dev.tributary.server.database.ClientRows;
import dev.tributary.server.database.ClusterRows;
import dev.tributary.server.database.ConflictRows;
import dev.tributary.server.database.DriftRows;
import dev.tributary.server.database.JobRows;
import dev.tributary.server.database.QuarantineRows;
import dev.tributary.server.node.NodeSettings;
import dev.tributary.server.web.problem.JsonDocuments;
import dev.tributary.server.web.problem.Problems;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Everything that answers HTTP. */
@Configuration(proxyBeanMethods = false)
@Import({
  HealthController.class,
  OpenApiController.class,
  StateController.class,
  SyncController.class,
  ClientsController.class,
  ClusterController.class,
  ConflictsController.class,
  QuarantineController.class,
  DriftController.class,
  LifecycleController.class,
  ClientJobsController.class,
  MetricsController.class,
  Problems.class
})
public class WebConfiguration implements WebMvcConfigurer {

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    builder.configureMessageConvertersList(
        converters -> {
          converters.clear();
          converters.add(new ByteArrayHttpMessageConverter());
          converters.add(new StringHttpMessageConverter(StandardCharsets.UTF_8));
          converters.add(new ResourceHttpMessageConverter());
          converters.add(new JsonDocuments());
        });
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheWebServer() {
    return factory ->
        factory.addContextCustomizers(
            context ->
                ((StandardHost) context.getParent())
                    .setErrorReportValveClass(ProblemValve.class.getName()));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesThatNobodyReads() {
    return factory -> factory.addEngineValves(new UnreadBodies());
  }

  @Bean
  ClientRows clientRows(ConnectionSource connections, NodeSettings settings) {
    return new ClientRows(connections, settings.cluster());
  }

  @Bean
  ConflictRows conflictRows(ConnectionSource connections, NodeSettings settings) {
    return new ConflictRows(connections, settings.cluster());
  }

  @Bean
  ConflictQueue conflictQueue(ConnectionSource connections, NodeSettings settings) {
    return new ConflictQueue(connections, settings.cluster());
  }

  @Bean
  QuarantineRows quarantineRows(ConnectionSource connections, NodeSettings settings) {
    return new QuarantineRows(connections, settings.cluster());
  }

  @Bean
  DriftRows driftRows(ConnectionSource connections, NodeSettings settings) {
    return new DriftRows(connections, settings.cluster());
  }

  @Bean
  JobRows jobRows(ConnectionSource connections, NodeSettings settings) {
    return new JobRows(connections, settings.cluster());
  }

  @Bean
  ClusterRows clusterRows(ConnectionSource connections, NodeSettings settings) {
    return new ClusterRows(connections, settings.cluster());
  }
}
