package dev.tributary.server.web.events;

import dev.tributary.api.ConnectionSource;
import dev.tributary.server.node.NodeSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Events and the one who sends them. */
@Configuration(proxyBeanMethods = false)
@Import(EventsController.class)
public class EventsConfiguration {

  @Bean
  EventStream eventStream(ConnectionSource connections, NodeSettings settings) {
    return new EventStream(
        new ClusterNews(connections, settings.cluster()), System.currentTimeMillis());
  }
}
