package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.NodeId;
import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.NodeDescription;
import dev.tributary.core.ScheduleSettings;
import dev.tributary.core.SyncScheduler;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.election.LeaseTimes;
import dev.tributary.election.PostgresLeaderElector;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.health.NodeHealth;
import dev.tributary.test.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that goes while its last node still writes: a heartbeat, and a bid for the lease. */
final class ClusterFarewellRaceTest {
  private static final NodeId NODE = new NodeId("the-last-node");
  private static final ClusterName CLUSTER = new ClusterName(TestCluster.NAME);
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final String ROWS =
      """
      SELECT concat_ws(' ', (SELECT count(*) FROM sync_metadata.hosts),
                            (SELECT count(*) FROM sync_metadata.leader_election))
      """;

  @TempDir private Path directory;

  @Test
  void whatElectionAndScheduleWroteAfterTheRemovalIsRemovedToo() {
    try (TestCluster cluster = TestCluster.on(PostgresServer.shared(), directory)) {
      DatabaseUrl url = DatabaseUrl.parse(cluster.url(cluster.role())).withPassword("secret");
      try (PostgresLeaderElector elector =
              PostgresLeaderElector.builder()
                  .node(NODE)
                  .cluster(CLUSTER)
                  .connections(url.connections())
                  .lease(LeaseTimes.of(Duration.ofSeconds(5)))
                  .heartbeat(BEAT)
                  .start();
          MirrorEngine engine =
              MirrorEngine.builder()
                  .connections(url.connections())
                  .elector(elector)
                  .cluster(CLUSTER)
                  .dataDirectory(directory.resolve("engine"))
                  .open();
          SyncScheduler scheduler = scheduler(url.connections(), elector, engine)) {
        scheduler.start();
        awaitRows(cluster);

        farewell(url, cluster, elector, scheduler)
            .deregister(new Confirmation("DEREGISTER"), "test");

        assertThat(cluster.one(ROWS)).isEqualTo("0 0");
      }
      assertThat(cluster.one(ROWS)).isEqualTo("0 0");
    }
  }

  private static SyncScheduler scheduler(
      ConnectionSource connections, PostgresLeaderElector elector, MirrorEngine engine) {
    return new SyncScheduler(
        connections,
        elector,
        engine,
        NodeDescription.of(NODE, CLUSTER, "test"),
        ScheduleSettings.defaults().withHeartbeat(BEAT));
  }

  /** Its parts are asked for once the rows are gone, and come when there are new ones. */
  private ClusterFarewell farewell(
      DatabaseUrl url,
      TestCluster cluster,
      PostgresLeaderElector elector,
      SyncScheduler scheduler) {
    cluster.environment().put("NODE_NAME", NODE.value());
    NodeSettings settings =
        NodeSettings.of(
            url,
            CLUSTER,
            directory,
            new Surroundings(cluster.environment(), directory, "test-host", 1));
    return new ClusterFarewell(
        settings,
        new ClusterFarewell.Parts(
            new ClusterLifecycle(url.connections(), CLUSTER),
            new Membership(),
            new NodeHealth(NODE, CLUSTER, Optional.empty(), System::nanoTime),
            elector,
            () -> {
              awaitRows(cluster);
              return scheduler;
            }));
  }

  private static void awaitRows(TestCluster cluster) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> cluster.one(ROWS).equals("1 1"));
  }
}
