package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.JournalMode;
import dev.tributary.test.sqlite.LiveWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, an app that never stops writing, and leaders that die or are stopped. */
final class FailoverTest {
  private static final int ROUNDS = 1;
  private static final int MANY_ROUNDS = Integer.getInteger("tributary.test.rounds", 30);

  private static final String BEACON =
      "SELECT beacon_term IS NOT DISTINCT FROM term FROM sync_metadata.leader_election";

  private static final String RUNNING =
      "SELECT count(*) FROM sync_metadata.sync_jobs WHERE status = 'running'";

  @TempDir private Path directory;
  private TestCluster cluster;
  private Path file;

  @BeforeEach
  void open() {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    file = directory.resolve("app.db");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void anotherNodeLeadsAtOnceAndNothingIsLost() {
    // Beside other tests a process may wait for the processor longer than the promise lasts.
    failOver(ROUNDS, Duration.ofSeconds(3), Duration.ofSeconds(2));
  }

  @Tag("long")
  @Test
  void anotherNodeLeadsWithinTheTimesThatArePromised() {
    failOver(MANY_ROUNDS, Duration.ofSeconds(1), Duration.ofMillis(250));
  }

  private void failOver(int rounds, Duration afterKill, Duration afterStop) {
    List<Duration> killed = new ArrayList<>();
    List<Duration> stopped = new ArrayList<>();
    try (LiveWriter writer = LiveWriter.start(file, LiveWriter.Options.of(JournalMode.WAL))) {
      register();
      cluster.start("node-a");
      cluster.start("node-b").awaitServing();
      awaitBoth();
      for (int i = 0; i < rounds; i++) {
        NodeProcess leader = cluster.awaitLeader();
        leader.kill();
        killed.add(cluster.untilAnotherLeads(leader.name(), Duration.ofSeconds(10)));
        cluster.start(leader.name()).awaitServing();
        awaitBoth();
        NodeProcess next = cluster.awaitLeader();
        next.terminate();
        stopped.add(cluster.untilAnotherLeads(next.name(), Duration.ofSeconds(10)));
        assertThat(next.exitCode()).isZero();
        cluster.start(next.name()).awaitServing();
        awaitBoth();
      }
      assertThat(writer.stop().commits()).isPositive();
    }
    System.out.println("takeover after kill -9: " + told(killed) + killed);
    System.out.println("takeover after SIGTERM: " + told(stopped));
    assertNothingLost();
    assertThat(killed).allSatisfy(took -> assertThat(took).isLessThan(afterKill));
    assertThat(stopped).allSatisfy(took -> assertThat(took).isLessThan(afterStop));
  }

  private void register() {
    cluster.mirrorEverySecond("acme", file);
    // The app forgets its oldest entries by itself, all of them while nobody leads.
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET config = '{\"mass_delete_percent\": 100}'");
  }

  /** No more is needed for a takeover at once than that both run and the leader has its beacon. */
  private void awaitBoth() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                cluster
                        .one(
                            "SELECT count(*) FROM sync_metadata.hosts WHERE status = 'active'"
                                + " AND last_heartbeat > clock_timestamp() - interval '3 seconds'")
                        .equals("2")
                    && cluster.leader().isPresent()
                    && cluster.one(BEACON).equals("t"));
  }

  private void assertNothingLost() {
    cluster.command("client", "sync", "--client", "acme").exits(0);
    cluster.command("verify", "--client", "acme", "--source", file.toString()).exits(0);
    assertThat(
            cluster.one(
                "SELECT (SELECT sum(amount) FROM client_acme.live_till)"
                    + " + (SELECT sum(amount) FROM client_acme.live_safe)"))
        .isEqualTo(Long.toString(LiveWriter.TOTAL));
    assertThat(
            cluster.one(
                """
                SELECT count(*) FROM (
                  SELECT term, lag(term) OVER (ORDER BY completed_at) AS before
                    FROM sync_metadata.sync_jobs WHERE status IN ('success', 'partial')) j
                 WHERE term < before
                """))
        .as("runs of an older term that committed after those of a newer one")
        .isEqualTo("0");
    // The file is still young: the leader may look once more just now.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> cluster.one(RUNNING), running -> running.equals("0"));
  }

  private static String told(List<Duration> times) {
    List<Duration> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return "%d rounds, median %d ms, max %d ms"
        .formatted(
            sorted.size(),
            sorted.get(sorted.size() / 2).toMillis(),
            sorted.get(sorted.size() - 1).toMillis());
  }
}
