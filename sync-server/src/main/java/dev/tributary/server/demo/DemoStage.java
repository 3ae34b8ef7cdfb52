package dev.tributary.server.demo;

import static dev.tributary.server.report.Quantities.duration;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncListener;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.Target;
import dev.tributary.server.database.TargetChoice;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.report.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds the stage of the demonstration in a temporary folder, and strikes it in any case. */
public final class DemoStage {
  static final ClusterName CLUSTER = new ClusterName("demo");
  private static final NodeId NODE = new NodeId("demo");

  private DemoStage() {}

  /**
   * @param out hears each act as it is over
   */
  public static Answer play(Consumer<String> out) throws IOException, SQLException {
    DemoLog log = new DemoLog(out);
    long start = System.nanoTime();
    try (DemoFolder folder = DemoFolder.create()) {
      out.accept("All of this happens in " + folder.path() + ", which is removed at the end.");
      out.accept("");
      play(folder.path(), log);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.number("took_ms", took.toMillis());
    log.tell("all removed", duration(took) + " in all");
    return log.answer();
  }

  private static void play(Path folder, DemoLog log) throws IOException, SQLException {
    long start = System.nanoTime();
    Path home = folder.resolve("tributary");
    Target target = targetIn(home);
    DatabaseUrl database = target.url();
    ConnectionSource connections = target.connections();
    try (EngineSession session =
        EngineSession.open(target, CLUSTER, NODE, home, SyncListener.NONE)) {
      log.tell("an embedded PostgreSQL", "created, schema installed, in " + since(start));
      long nodes = System.nanoTime();
      try (DemoCluster cluster =
          DemoCluster.start(connections, database, passwordOf(database, home), folder)) {
        log.tell(
            "two nodes",
            "%s leads, %s after their start".formatted(cluster.leader(), since(nodes)));
        new Demo(folder.resolve("webui.db"), session, cluster, log).play();
      }
    }
  }

  private static String since(long nanos) {
    return duration(Duration.ofNanos(System.nanoTime() - nanos));
  }

  private static Path passwordOf(DatabaseUrl database, Path home) {
    return home.resolve("roles").resolve(database.user().orElseThrow() + ".password");
  }

  /** An engine on an embedded PostgreSQL of its own; nothing around it has a say. */
  static EngineSession engineIn(Path folder) {
    Path home = folder.resolve("tributary");
    return EngineSession.open(targetIn(home), CLUSTER, NODE, home, SyncListener.NONE);
  }

  private static Target targetIn(Path home) {
    Surroundings nothing = new Surroundings(Map.of(), home, "demo", 0);
    TargetChoice embedded = new TargetChoice(Optional.empty(), home, nothing);
    return Target.forNode(embedded, CLUSTER, line -> {});
  }
}
