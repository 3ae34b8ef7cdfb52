package dev.tributary.server.web;

import dev.tributary.server.database.ClusterRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The cluster of this node: who leads, which nodes there are. */
@RestController
@RequestMapping("/api/v1/cluster")
final class ClusterController {
  private final ClusterRows rows;

  ClusterController(ClusterRows rows) {
    this.rows = rows;
  }

  @GetMapping("/status")
  Map<String, Object> status() {
    List<Map<String, Object>> nodes = rows.nodes();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("cluster_name", rows.cluster().value());
    document.putAll(rows.lease().orElse(Map.of()));
    document.put("nodes", nodes);
    return document;
  }
}
