package dev.tributary.core.engine;

import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.NodeDescription;
import dev.tributary.core.ScheduleSettings;
import dev.tributary.core.SyncScheduler;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import java.nio.file.Path;
import java.time.Duration;

/** A node with a scheduler, as one process has it. */
record ScheduledNode(LeaderElector elector, MirrorEngine engine, SyncScheduler scheduler)
    implements AutoCloseable {

  static ScheduledNode start(String name, ConnectionSource connections, Path data) {
    return start(name, connections, data, settings());
  }

  static ScheduledNode start(
      String name, ConnectionSource connections, Path data, ScheduleSettings settings) {
    return start(
        name, connections, data, settings, ConflictPolicy.always(ConflictResolver.holdAll()));
  }

  static ScheduledNode start(
      String name,
      ConnectionSource connections,
      Path data,
      ScheduleSettings settings,
      ConflictPolicy conflicts) {
    NodeId node = new NodeId(name);
    LeaderElector elector =
        LeaderElector.single(node, EngineTarget.CLUSTER, connections, Duration.ofSeconds(5));
    MirrorEngine engine = TestNode.engine(elector, connections, data, Limits.defaults(), conflicts);
    SyncScheduler scheduler =
        new SyncScheduler(
            connections,
            elector,
            engine,
            NodeDescription.of(node, EngineTarget.CLUSTER, "test"),
            settings);
    scheduler.start();
    return new ScheduledNode(elector, engine, scheduler);
  }

  static ScheduleSettings settings() {
    return ScheduleSettings.defaults().withLanes(2).withPoll(Duration.ofMillis(50));
  }

  @Override
  public void close() {
    scheduler.close();
    engine.close();
    elector.close();
  }
}
