package dev.tributary.server.web;

import dev.tributary.api.LeaderElector;
import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.server.database.ClusterRows;
import dev.tributary.server.node.ClusterFarewell;
import dev.tributary.server.web.problem.BadRequest;
import dev.tributary.server.web.problem.Refused;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The cluster of this node: who leads, which nodes there are, and giving leadership up. */
@RestController
@RequestMapping("/api/v1/cluster")
final class ClusterController {
  private final ClusterRows rows;
  private final LeaderElector elector;
  private final ClusterLifecycle lifecycle;
  private final ClusterFarewell farewell;

  ClusterController(
      ClusterRows rows,
      LeaderElector elector,
      ClusterLifecycle lifecycle,
      ClusterFarewell farewell) {
    this.rows = rows;
    this.elector = elector;
    this.lifecycle = lifecycle;
    this.farewell = farewell;
  }

  @GetMapping("/status")
  Map<String, Object> status() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("cluster_name", rows.cluster().value());
    document.putAll(rows.lease().orElse(Map.of()));
    document.put("nodes", rows.nodes());
    return document;
  }

  /** Another node leads then, if there is one; runs under way end without a commit. */
  @PostMapping("/resign")
  ResponseEntity<Map<String, Object>> resign(
      @RequestBody(required = false) byte[] body,
      @RequestParam(defaultValue = "") String redirect) {
    Fields.read(Bodies.of(body));
    if (elector.current().isEmpty()) {
      Optional<String> leader = rows.lease().map(lease -> (String) lease.get("leader_api_url"));
      if (redirect.equals("leader") && leader.isPresent()) {
        return ResponseEntity.status(307)
            .location(URI.create(leader.get() + "/api/v1/cluster/resign"))
            .build();
      }
      throw Refused.conflict(
          "this node does not lead", "Ask " + leader.orElse("the node that leads") + ".");
    }
    elector.resign();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("is_leader", false);
    return ResponseEntity.ok(document);
  }

  /** Frees a lease whose holder does not let go. */
  @PostMapping("/unstick")
  Map<String, Object> unstick(@RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "confirm");
    String typed = new Confirmation(fields.requiredText("confirm")).typed();
    if (!typed.equals(rows.cluster().value())) {
      throw new BadRequest(
          "confirm", typed, "that is not the name of the cluster", "Type its name.");
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("term", lifecycle.unstick(Caller.name()));
    return document;
  }

  /** Removes the cluster while this is its last node, which elects and syncs no more then. */
  @PostMapping("/deregister")
  Map<String, Object> deregister(@RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "confirm", "cluster_name");
    Confirmation word = new Confirmation(fields.requiredText("confirm"));
    fields.text("cluster_name").ifPresent(this::requireOwn);
    ClusterLifecycle.Removed removed =
        farewell
            .deregister(word, Caller.name())
            .orElseThrow(
                () ->
                    Refused.conflict(
                        "cluster %s is gone, or goes just now".formatted(rows.cluster()),
                        "See GET /health, then stop this node."));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("cluster_name", rows.cluster().value());
    document.put("clients", removed.clients());
    document.put("removed", new TreeMap<>(removed.rows()));
    return document;
  }

  private void requireOwn(String name) {
    if (!name.equals(rows.cluster().value())) {
      throw new BadRequest(
          "cluster_name",
          name,
          "this node serves cluster %s".formatted(rows.cluster()),
          "Ask a node of the cluster that is meant.");
    }
  }
}
