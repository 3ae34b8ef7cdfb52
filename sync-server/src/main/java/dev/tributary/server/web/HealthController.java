package dev.tributary.server.web;

import dev.tributary.server.health.NodeHealth;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether this node can do its duty, and what a person should know. */
@RestController
final class HealthController {
  private final NodeHealth health;

  HealthController(NodeHealth health) {
    this.health = health;
  }

  @GetMapping({"/health", "/health/ready"})
  ResponseEntity<Map<String, Object>> health() {
    NodeHealth.Report report = health.report();
    return ResponseEntity.status(report.status())
        .cacheControl(CacheControl.noStore())
        .body(report.document());
  }

  /** The process lives; whether it can do anything is another question. */
  @GetMapping("/health/live")
  Map<String, Object> live() {
    return Map.of("status", "live");
  }
}
