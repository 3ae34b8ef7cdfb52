package dev.tributary.server.node;

import dev.tributary.api.ConnectionSource;
import dev.tributary.election.PostgresLeaderElector;
import java.util.Locale;

/** The election of a node, on connections of its own, and what is said when it changes. */
record NodeElection(PostgresLeaderElector elector) implements AutoCloseable {
  /**
   * @param pool for fenced transactions
   * @param changed hears that leadership was gained or lost; must return at once
   */
  static NodeElection start(NodeSettings settings, ConnectionSource pool, Runnable changed) {
    return new NodeElection(
        PostgresLeaderElector.builder()
            .node(settings.node())
            .cluster(settings.cluster())
            .connections(settings.database().connections())
            .work(pool)
            .lease(settings.lease())
            .heartbeat(settings.heartbeat())
            .listener(new Said(changed))
            .start());
  }

  String mode() {
    return elector.mode().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    elector.close();
  }
}
