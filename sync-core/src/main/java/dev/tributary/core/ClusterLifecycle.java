package dev.tributary.core;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.lifecycle.ClusterActs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What becomes of a cluster as a whole. Each act is one transaction in the audit log. */
public final class ClusterLifecycle {
  private static final String WORD = "DEREGISTER";

  private final ClusterActs acts;
  private final ClusterReading reading;
  private final ClusterName cluster;

  public ClusterLifecycle(ConnectionSource connections, ClusterName cluster) {
    Database database = new Database(Objects.requireNonNull(connections, "connections"));
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.acts = new ClusterActs(database, cluster);
    this.reading = new ClusterReading(database, cluster);
  }

  /** Nodes, leader and clients as they stand. */
  public ClusterReview review() {
    return reading.now();
  }

  /**
   * Frees a lease whose holder does not let go. What that holder has under way commits no more, and
   * the nodes elect at once.
   *
   * @return the term in which nobody leads
   * @throws ConfigurationInvalid when the cluster has no lease
   */
  public long unstick(String actor) {
    return acts.unstick(actor);
  }

  /**
   * What went with a cluster; the schemas of its clients stay with their data.
   *
   * @param clients those that were registered still
   * @param rows how many rows of each table; none is left
   */
  public record Removed(List<String> clients, Map<String, Long> rows) {
    public Removed {
      clients = List.copyOf(clients);
      rows = Map.copyOf(rows);
    }
  }

  /**
   * Removes every row of the cluster; others are untouched. Its roles and the numbers of its terms
   * stay, so that it can be deployed again.
   *
   * @param word the word DEREGISTER, typed
   * @throws ConfigurationInvalid while a client's sync is enabled or a node runs, with all of them
   *     named; nothing was changed then
   */
  public Removed deregister(Confirmation word, String actor) {
    return deregister(word, Optional.empty(), actor);
  }

  /**
   * The same, asked of a node of the cluster, which runs still and ends its part when this returns.
   *
   * @param leaving that node; what it writes meanwhile, a second call removes
   * @throws ConfigurationInvalid also while another node runs
   */
  public Removed deregisterFrom(NodeId leaving, Confirmation word, String actor) {
    return deregister(word, Optional.of(leaving), actor);
  }

  private Removed deregister(Confirmation word, Optional<NodeId> leaving, String actor) {
    word.require(WORD, "deregistering cluster " + cluster);
    ClusterActs.Gone gone = acts.deregister(leaving, actor);
    return new Removed(gone.clients(), gone.rows());
  }
}
