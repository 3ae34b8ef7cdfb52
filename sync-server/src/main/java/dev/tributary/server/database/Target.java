package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.util.function.Consumer;

/** The database of one command. It has the schema; closing it ends what the command started. */
public final class Target implements AutoCloseable {
  private final TrackedConnections connections;

  private Target(TrackedConnections connections) {
    this.connections = connections;
  }

  /**
   * The database as a node uses it: the schema must be there, an administrator is too much.
   *
   * @param says hears what a person should know, one line at a time
   */
  public static Target forNode(TargetChoice choice, ClusterName cluster, Consumer<String> says) {
    DatabaseUrl url =
        choice
            .database()
            .orElseThrow(() -> new ConfigurationInvalid("name a database with --target"));
    Target target = new Target(TrackedConnections.over(url.connections()));
    try {
      NodeRights.of(target.connections()).check(cluster, says);
      return target;
    } catch (RuntimeException e) {
      target.close();
      throw e;
    }
  }

  public ConnectionSource connections() {
    return connections;
  }

  @Override
  public void close() {
    connections.close();
  }
}
