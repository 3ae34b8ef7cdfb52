package dev.tributary.core.engine;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.MassDelete;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.TestBuilders;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import java.nio.file.Path;
import java.time.Duration;

/** An engine with an elector of its own, as one process has them. */
record TestNode(LeaderElector elector, MirrorEngine engine) implements AutoCloseable {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);

  static TestNode open(NodeId name, ConnectionSource through, Path data, Limits limits) {
    LeaderElector elector =
        LeaderElector.single(name, EngineTarget.CLUSTER, through, SHORTEST_LEASE);
    return new TestNode(elector, engine(elector, through, data, limits));
  }

  static MirrorEngine engine(
      LeaderElector elector, ConnectionSource through, Path data, Limits limits) {
    return engine(
        elector, through, data, limits, ConflictPolicy.always(ConflictResolver.holdAll()));
  }

  static MirrorEngine engine(
      LeaderElector elector,
      ConnectionSource through,
      Path data,
      Limits limits,
      ConflictPolicy conflicts) {
    return TestBuilders.engine(limits)
        .conflicts(conflicts)
        .connections(through)
        .elector(elector)
        .cluster(EngineTarget.CLUSTER)
        .dataDirectory(data)
        .open();
  }

  SyncReport sync(ClientName client, Path source) {
    return engine.sync(SyncRequest.of(client, source).withMassDelete(MassDelete.ALLOW));
  }

  @Override
  public void close() {
    engine.close();
    elector.close();
  }
}
