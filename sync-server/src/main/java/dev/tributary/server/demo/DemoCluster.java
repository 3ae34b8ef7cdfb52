package dev.tributary.server.demo;

import dev.tributary.api.ConnectionSource;
import dev.tributary.core.SyncJobs;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two nodes of the demonstration, and who of them leads. */
final class DemoCluster implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SyncJobs jobs;
  private final List<DemoNode> nodes = new ArrayList<>();

  private DemoCluster(SyncJobs jobs) {
    this.jobs = jobs;
  }

  /** Starts both; returns when one of them leads and the other knows it. */
  static DemoCluster start(
      ConnectionSource connections, DatabaseUrl database, Path password, Path folder)
      throws IOException {
    DemoCluster cluster = new DemoCluster(new SyncJobs(connections, DemoStage.CLUSTER));
    try {
      for (String name : List.of("node-a", "node-b")) {
        cluster.nodes.add(DemoNode.start(name, database, password, folder));
      }
      cluster.awaitLeader("nobody");
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Who leads now. */
  String leader() throws IOException {
    return awaitLeader("nobody");
  }

  private String awaitLeader(String than) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<String> leads = jobs.leading().map(SyncJobs.Leading::node);
      if (leads.isPresent() && !leads.get().equals(than)) {
        return leads.get();
      }
      Pause.of(LOOK_EVERY);
    }
    throw new IOException("no node of the demonstration leads within " + PATIENCE);
  }

  /** What a takeover was like. */
  record Takeover(String before, String after, Duration took) {}

  /** Kills the node that leads, and waits until the other one does. */
  Takeover killLeader() throws IOException {
    String before = leader();
    DemoNode node = nodes.stream().filter(n -> n.name().equals(before)).findFirst().orElseThrow();
    long start = System.nanoTime();
    node.kill();
    String after = awaitLeader(before);
    return new Takeover(before, after, Duration.ofNanos(System.nanoTime() - start));
  }

  @Override
  public void close() {
    nodes.forEach(DemoNode::close);
  }
}
