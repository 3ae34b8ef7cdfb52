package dev.tributary.server.report;

import dev.tributary.api.ClusterName;
import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.ClusterReview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The answers of {@code tributary cluster}. */
public final class ClusterAnswer {
  private static final String CLUSTER = "cluster_name";
  private static final List<String> NODES =
      List.of("hostname", "leader_status", "status", "seconds_since_heartbeat", "api_url");

  private ClusterAnswer() {}

  /** The same document as {@code GET /api/v1/cluster/status}. */
  public static Answer status(
      ClusterName cluster, Optional<Map<String, Object>> lease, List<Map<String, Object>> nodes) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(CLUSTER, cluster.value());
    document.putAll(lease.orElse(Map.of()));
    document.put("nodes", nodes);
    return status(document);
  }

  /** The document as a node has answered it. */
  public static Answer status(Map<String, Object> document) {
    List<String> lines = new ArrayList<>();
    lines.add("cluster %s: %s".formatted(document.get(CLUSTER), leader(document)));
    if (document.get("nodes") instanceof List<?> nodes && !nodes.isEmpty()) {
      TextTable table = new TextTable(NODES.toArray(String[]::new));
      for (Object row : nodes) {
        Map<?, ?> node = (Map<?, ?>) row;
        table.add(
            NODES.stream()
                .map(name -> Objects.toString(node.get(name), ""))
                .toArray(String[]::new));
      }
      lines.addAll(table.lines());
    }
    return new Answer(lines, document);
  }

  private static String leader(Map<String, Object> document) {
    return document.get("leader_id") == null
        ? "nobody leads"
        : "%s leads, term %s, lease for %s s more"
            .formatted(
                document.get("leader_id"),
                document.get("term"),
                document.get("lease_remaining_seconds"));
  }

  public static Answer unstuck(ClusterName cluster, long term) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(CLUSTER, cluster.value());
    document.put("term", term);
    return new Answer(
        List.of("cluster %s: the lease is free, term %d".formatted(cluster, term)), document);
  }

  public static Answer deployed(ClusterReview review, String way) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(CLUSTER, review.cluster().value());
    document.put("control", way);
    document.put("leader_id", review.lease().map(ClusterReview.Lease::leader).orElse(""));
    document.put("nodes", review.running().stream().map(ClusterReview.Node::name).toList());
    return new Answer(
        List.of(
            "cluster %s: %s leads, nodes %s"
                .formatted(
                    review.cluster(),
                    document.get("leader_id"),
                    review.running().stream()
                        .map(ClusterReview.Node::name)
                        .collect(Collectors.joining(", ")))),
        document);
  }

  /** What a person should know before a cluster goes, a line each. */
  public static List<String> farewell(ClusterReview review) {
    List<String> lines = new ArrayList<>();
    for (ClusterReview.Node node : review.nodes()) {
      lines.add("node %s (%s) goes".formatted(node.name(), node.standing()));
    }
    for (ClusterReview.Member client : review.disabled()) {
      lines.add("warning: client %s is not synced and goes too".formatted(shown(client)));
    }
    return lines;
  }

  /** A client with its state. */
  public static String shown(ClusterReview.Member client) {
    return "%s (%s, last sync %s)"
        .formatted(client.name(), client.status(), client.lastSyncStatus().orElse("never"));
  }

  public static Answer removed(ClusterName cluster, ClusterLifecycle.Removed removed) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(CLUSTER, cluster.value());
    document.put("clients", removed.clients());
    document.put("removed", new TreeMap<>(removed.rows()));
    List<String> lines = new ArrayList<>();
    lines.add("cluster %s: removed, no row of it is left".formatted(cluster));
    new TreeMap<>(removed.rows())
        .forEach((table, rows) -> lines.add("  removed from %s: %,d".formatted(table, rows)));
    removed.clients().forEach(name -> lines.add("  the rows of client %s stay".formatted(name)));
    return new Answer(lines, document);
  }
}
