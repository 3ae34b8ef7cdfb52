package dev.tributary.server.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a node as the starter and Spring Boot name them. */
record NodeProperties(NodeSettings settings) {

  Map<String, Object> asProperties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    starter(properties);
    webServer(properties);
    return properties;
  }

  private void starter(Map<String, Object> properties) {
    properties.put("tributary.cluster", settings.cluster().value());
    properties.put("tributary.node", settings.node().value());
    properties.put("tributary.data-directory", settings.directory().resolve("engine").toString());
    properties.put("tributary.startup-check", "off"); // DatabaseGate looks, and waits
    properties.put("tributary.leader-election.lease", seconds(settings.lease()));
    properties.put("tributary.leader-election.heartbeat", seconds(settings.heartbeat()));
    properties.put("tributary.sync.enabled", "true");
    properties.put("tributary.sync.lanes", Integer.toString(settings.workers()));
  }

  private void webServer(Map<String, Object> properties) {
    properties.put("server.address", "127.0.0.1");
    properties.put("server.port", Integer.toString(settings.port()));
    properties.put("server.shutdown", "graceful");
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", "2s");
    properties.put("spring.main.lazy-initialization", "false");
    properties.put("server.tomcat.threads.max", "16");
    properties.put("server.tomcat.threads.min-spare", "2");
    properties.put("spring.mvc.static-path-pattern", "/**");
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
