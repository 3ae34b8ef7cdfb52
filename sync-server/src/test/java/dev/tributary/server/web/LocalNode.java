package dev.tributary.server.web;

import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.node.NodeSettings;
import dev.tributary.server.node.TestCluster;
import dev.tributary.server.node.TributaryNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A node in this process, and the way to ask it. */
public final class LocalNode implements AutoCloseable {
  private final TributaryNode node;
  private final Rest rest;

  private LocalNode(TributaryNode node, Rest rest) {
    this.node = node;
    this.rest = rest;
  }

  /** Serves when it returns. */
  public static LocalNode start(TestCluster cluster, String name, Path directory) {
    return start(cluster, name, directory, Map.of());
  }

  /** Serves when it returns. */
  public static LocalNode start(
      TestCluster cluster, String name, Path directory, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put("NODE_NAME", name);
    environment.putAll(more);
    DatabaseUrl database =
        DatabaseUrl.parse(environment.get("DATABASE_URL"))
            .withPasswordFile(Path.of(environment.get("DATABASE_PASSWORD_FILE")));
    NodeSettings settings =
        NodeSettings.of(
            database,
            new ClusterName(environment.get("CLUSTER_NAME")),
            directory.resolve(name),
            new Surroundings(environment, directory, "test-host", 1));
    TributaryNode node = new TributaryNode(settings, "test", url -> {});
    try {
      return new LocalNode(node, Rest.of("http://localhost:" + node.start()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Rest rest() {
    return rest;
  }

  /** The same node, asked with a token. */
  public LocalNode withToken(String token) {
    return new LocalNode(node, rest.with("Authorization", "Bearer " + token));
  }

  public LocalNode awaitLeading() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> rest.get("/health").json().get("is_leader").asBoolean());
    return this;
  }

  @Override
  public void close() {
    node.close();
  }
}
