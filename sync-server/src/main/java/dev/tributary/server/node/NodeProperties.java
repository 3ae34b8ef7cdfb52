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
    properties.put("server.address", settings.api().address());
    properties.put("server.port", Integer.toString(settings.port()));
    properties.put("server.shutdown", "graceful");
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", "2s");
    properties.put("spring.main.lazy-initialization", "false");
    properties.put("server.tomcat.threads.max", "16");
    properties.put("server.tomcat.threads.min-spare", "2");
    properties.put("server.tomcat.max-connections", "400");
    properties.put("server.tomcat.connection-timeout", "10s");
    properties.put("spring.mvc.async.request-timeout", "-1");
    settings.api().tls().ifPresent(tls -> encryption(tls, properties));
  }

  private static void encryption(ApiSettings.Tls tls, Map<String, Object> properties) {
    String bundle = "spring.ssl.bundle.pem.node.";
    properties.put(bundle + "keystore.certificate", "file:" + tls.certificate());
    properties.put(bundle + "keystore.private-key", "file:" + tls.privateKey());
    properties.put(bundle + "keystore.verify-keys", "true"); // else a new one is taken alone
    properties.put(bundle + "reload-on-update", "true");
    properties.put("spring.ssl.bundle.watch.file.quiet-period", "1s");
    properties.put("server.ssl.bundle", "node");
    tls.clientCa()
        .ifPresent(
            authority -> {
              properties.put(bundle + "truststore.certificate", "file:" + authority);
              properties.put("server.ssl.client-auth", "want");
            });
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
