package dev.tributary.core.internal.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.api.ClusterName;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The functions that change a cluster as a whole. */
public final class ClusterActs {
  private static final String UNSTICK = "SELECT sync_metadata.unstick_cluster(?)";
  private static final String DEREGISTER = "SELECT sync_metadata.deregister_cluster(?, ?)";

  private final Acting acting;
  private final ClusterName cluster;

  public ClusterActs(Database database, ClusterName cluster) {
    this.acting = new Acting(database, cluster);
    this.cluster = cluster;
  }

  /** The term in which nobody leads. */
  public long unstick(String actor) {
    return acting.as(
        actor,
        "free the lease of cluster " + cluster,
        connection -> Long.parseLong(Acting.call(connection, UNSTICK, cluster.value())));
  }

  /** What went with a cluster. */
  public record Gone(List<String> clients, Map<String, Long> rows) {}

  /**
   * @param leaving the one node that may run still
   */
  public Gone deregister(Optional<NodeId> leaving, String actor) {
    return acting.as(
        actor,
        "deregister cluster " + cluster,
        connection ->
            read(
                Acting.call(
                    connection,
                    DEREGISTER,
                    cluster.value(),
                    leaving.map(NodeId::value).orElse(null))));
  }

  private static Gone read(String json) {
    try {
      JsonNode answer = JsonMapper.builder().build().readTree(json);
      List<String> clients = new ArrayList<>();
      answer.path("clients").forEach(name -> clients.add(name.asText()));
      Map<String, Long> rows = new TreeMap<>();
      answer.path("removed").properties().forEach(n -> rows.put(n.getKey(), n.getValue().asLong()));
      return new Gone(List.copyOf(clients), rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("deregister_cluster answers with JSON", e);
    }
  }
}
