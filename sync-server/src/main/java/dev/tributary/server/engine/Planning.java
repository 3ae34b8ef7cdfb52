package dev.tributary.server.engine;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncPlan;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.MirrorEngine;
import java.nio.file.Path;
import java.sql.SQLException;

/** Plans without a database: whoever asks for a connection is told so. */
public final class Planning {
  private static final NodeId NODE = new NodeId("plan");
  private static final ClusterName CLUSTER = new ClusterName("plan");
  private static final ConnectionSource NO_DATABASE =
      () -> {
        throw new SQLException("a plan needs no database");
      };

  private Planning() {}

  public static SyncPlan of(SyncRequest request, Path directory) {
    try (LeaderElector elector = LeaderElector.single(NODE, CLUSTER, NO_DATABASE);
        SyncEngine engine =
            MirrorEngine.builder()
                .connections(NO_DATABASE)
                .elector(elector)
                .cluster(CLUSTER)
                .dataDirectory(directory.resolve("engine"))
                .open()) {
      return engine.plan(request);
    }
  }
}
