package dev.tributary.core.engine;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.NodeRoles;
import java.nio.file.Path;

/** A second cluster in the database of an {@link EngineTarget}, with a role and an engine. */
record OtherCluster(EngineTarget target, String role, LeaderElector elector, MirrorEngine engine)
    implements AutoCloseable {
  static final ClusterName NAME = new ClusterName("other");
  private static final String PASSWORD = "secret of the other";

  static OtherCluster in(EngineTarget target, Path data) {
    String role = "other_" + target.database().name();
    new NodeRoles(new Database(target.database().connections())).createRole(NAME, role, PASSWORD);
    ConnectionSource connections = connections(target, role);
    LeaderElector elector = LeaderElector.single(new NodeId("other-node"), NAME, connections);
    MirrorEngine engine =
        MirrorEngine.builder()
            .connections(connections)
            .elector(elector)
            .cluster(NAME)
            .dataDirectory(data)
            .open();
    return new OtherCluster(target, role, elector, engine);
  }

  private static ConnectionSource connections(EngineTarget target, String role) {
    return () -> target.database().connectAs(role, PASSWORD);
  }

  ConnectionSource connections() {
    return connections(target, role);
  }

  @Override
  public void close() {
    engine.close();
    elector.close();
  }
}
