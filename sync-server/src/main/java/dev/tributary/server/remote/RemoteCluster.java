package dev.tributary.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.core.ClusterLifecycle.Removed;
import dev.tributary.core.ClusterReview;
import dev.tributary.core.Confirmation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster of a node, asked over HTTP. */
public final class RemoteCluster {
  private static final String STATUS = "/api/v1/cluster/status";

  /** The rows of its clients may be many, and runs under way hold some of them. */
  private static final Duration REMOVAL = Duration.ofMinutes(10);

  private final NodeClient node;

  public RemoteCluster(NodeClient node) {
    this.node = node;
  }

  public ClusterName name() {
    return new ClusterName(status().path("cluster_name").asText());
  }

  public JsonNode status() {
    return node.get(STATUS);
  }

  /** As the node sees it. */
  public ClusterReview review() {
    JsonNode status = status();
    List<ClusterReview.Node> nodes = new ArrayList<>();
    status.path("nodes").forEach(row -> nodes.add(node(row)));
    List<ClusterReview.Member> clients = new ArrayList<>();
    node.get("/api/v1/clients").path("clients").forEach(row -> clients.add(member(row)));
    return new ClusterReview(
        new ClusterName(status.path("cluster_name").asText()), nodes, lease(status), clients);
  }

  private static Optional<ClusterReview.Lease> lease(JsonNode status) {
    return text(status, "leader_id")
        .map(
            leader ->
                new ClusterReview.Lease(
                    leader,
                    status.path("term").asLong(),
                    Instant.parse(status.path("expires_at").asText())));
  }

  private static ClusterReview.Node node(JsonNode row) {
    boolean offline = row.path("host_status").asText().equals("offline");
    return new ClusterReview.Node(
        row.path("hostname").asText(),
        offline ? "offline" : row.path("status").asText(),
        row.path("leader_status").asText().equals("leader"),
        text(row, "seconds_since_heartbeat").map(s -> Duration.ofSeconds(Long.parseLong(s))),
        text(row, "api_url"));
  }

  private static ClusterReview.Member member(JsonNode row) {
    return new ClusterReview.Member(
        new ClientName(row.path("client_name").asText()),
        row.path("status").asText(),
        row.path("sync_enabled").asBoolean(),
        text(row, "last_sync_status"));
  }

  private static Optional<String> text(JsonNode row, String field) {
    return Optional.ofNullable(row.get(field))
        .filter(value -> !value.isNull())
        .map(JsonNode::asText);
  }

  /** The node is then one of no cluster, and waits to be stopped. */
  public Removed deregister(ClusterName meant, Confirmation word) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("confirm", word.typed());
    body.put("cluster_name", meant.value());
    JsonNode answer = node.post("/api/v1/cluster/deregister", body, REMOVAL);
    List<String> clients = new ArrayList<>();
    answer.path("clients").forEach(name -> clients.add(name.asText()));
    Map<String, Long> rows = new LinkedHashMap<>();
    answer.path("removed").properties().forEach(n -> rows.put(n.getKey(), n.getValue().asLong()));
    return new Removed(clients, rows);
  }
}
