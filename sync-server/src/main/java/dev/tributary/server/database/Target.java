package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The database of one command; closing it ends what the command started. */
public final class Target implements AutoCloseable {
  private final TrackedConnections tracked;
  private final KeptConnections connections;
  private final Optional<EmbeddedServer.Lent> server;

  private final DatabaseUrl url;

  private Target(DatabaseUrl url, Optional<EmbeddedServer.Lent> server) {
    this.tracked = TrackedConnections.over(url.connections());
    this.connections = new KeptConnections(tracked, System::nanoTime);
    this.server = server;
    this.url = url;
  }

  /**
   * The database as a node uses it: the schema is there, and the user has no more rights than a
   * node needs; where he has, that is said. The embedded server gets schema and role by itself.
   *
   * @param says hears what a person should know, one line at a time
   */
  public static Target forNode(TargetChoice choice, ClusterName cluster, Consumer<String> says) {
    Target target = open(choice, says, url -> NodeAccess.ensure(url, cluster, choice.directory()));
    try {
      NodeCheck.require(target.connections(), cluster, says);
      return target;
    } catch (RuntimeException e) {
      target.close();
      throw e;
    }
  }

  /** The database as an administrator sees it; the schema may be missing. */
  public static Target forAdministrator(TargetChoice choice, Consumer<String> says) {
    return open(choice, says, UnaryOperator.identity());
  }

  private static Target open(
      TargetChoice choice, Consumer<String> says, UnaryOperator<DatabaseUrl> access) {
    Optional<DatabaseUrl> url = choice.database();
    if (url.isPresent()) {
      return new Target(url.get(), Optional.empty());
    }
    EmbeddedServer.Lent server = EmbeddedServer.in(choice.directory()).lend(says);
    try {
      DatabaseUrl administrator = EmbeddedServer.administrator(server.access());
      return new Target(access.apply(administrator), Optional.of(server));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The address as this command uses it, user and password included. */
  public DatabaseUrl url() {
    return url;
  }

  public ConnectionSource connections() {
    return connections;
  }

  @Override
  public void close() {
    connections.close();
    tracked.close();
    server.ifPresent(EmbeddedServer.Lent::close);
  }
}
