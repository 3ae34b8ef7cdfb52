package dev.tributary.server.web;

import dev.tributary.server.metrics.ClusterMeters;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the node counts, in the text format of Prometheus. */
@RestController
final class MetricsController {
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final ClusterMeters cluster;

  MetricsController(PrometheusMeterRegistry registry, ClusterMeters cluster) {
    this.registry = registry;
    this.cluster = cluster;
  }

  @GetMapping("/metrics")
  ResponseEntity<byte[]> metrics() {
    cluster.refresh();
    byte[] text = registry.scrape(FORMAT).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return ResponseEntity.ok()
        .header("Content-Type", FORMAT)
        .cacheControl(CacheControl.noStore())
        .body(text);
  }
}
