package dev.tributary.benchmarks;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.MassDelete;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.benchmarks.server.Login;
import dev.tributary.benchmarks.server.WatchedConnections;
import dev.tributary.core.MirrorEngine;
import java.nio.file.Path;
import java.sql.SQLException;

/** An engine as an application has it: resident, with its connections kept. */
final class RunningEngine implements AutoCloseable {
  private final WatchedConnections connections;
  private final LeaderElector elector;
  private final SyncEngine engine;

  RunningEngine(Login node, Path directory) {
    ClusterName cluster = new ClusterName(Tributary.CLUSTER);
    connections = new WatchedConnections(node);
    elector = LeaderElector.single(new NodeId("bench-1"), cluster, connections);
    engine =
        MirrorEngine.builder()
            .connections(connections)
            .elector(elector)
            .cluster(cluster)
            .dataDirectory(directory)
            .open();
  }

  /** Also where an app replaces most rows of a small table within seconds. */
  SyncReport sync(Path file) {
    ClientName client = new ClientName(Tributary.CLIENT);
    return engine.sync(SyncRequest.of(client, file).withMassDelete(MassDelete.ALLOW));
  }

  WatchedConnections connections() {
    return connections;
  }

  @Override
  public void close() throws SQLException {
    engine.close();
    elector.close();
    connections.close();
  }
}
