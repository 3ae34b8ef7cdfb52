package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.ScheduleSettings;
import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncJobs;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does by itself: who is due, who is not, and what goes wrong. */
final class SchedulerTest {
  private static final ClientName ACME = EngineTarget.ACME;
  private static final Duration SOON = ScheduledApp.SOON;

  @TempDir Path directory;
  private ScheduledApp scene;
  private EngineTarget target;
  private SyncClients clients;
  private SyncJobs jobs;
  private SqliteApp app;

  @BeforeEach
  void register() {
    scene = ScheduledApp.in(directory);
    target = scene.target();
    clients = scene.clients();
    jobs = scene.jobs();
    app = scene.app();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aClientIsSyncedOnceItIsStartedAndNotBefore() {
    try (ScheduledNode node = scene.node()) {
      await().atMost(SOON).until(() -> node.scheduler().status().passes() > 3);
      assertThat(target.query("SELECT count(*) FROM sync_metadata.sync_jobs")).containsExactly("0");
      clients.start(ACME, "test");
      scene.awaitRows("client_acme.note", 1);
      assertThat(
              scene.one(
                  "SELECT status || ' ' || triggered_by || ' ' || host FROM sync_metadata.sync_jobs"))
          .isEqualTo("success scheduler node-a");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(
                          scene.one(
                              "SELECT extract(epoch FROM next_sync_at - last_sync_at) BETWEEN 50"
                                  + " AND 61 FROM sync_metadata.client_deployments"))
                      .isEqualTo("t"));
    }
  }

  @Test
  void aChangedIntervalIsFollowedWithoutAnythingElse() {
    try (ScheduledNode node = scene.node()) {
      clients.start(ACME, "test");
      scene.awaitRows("client_acme.note", 1);
      await().atMost(SOON).until(() -> node.scheduler().status().running() == 0);
      app.run("INSERT INTO note VALUES (2, 'two')");
      target.execute("UPDATE sync_metadata.client_deployments SET sync_interval = 1");
      scene.awaitRows("client_acme.note", 2);
    }
  }

  @Test
  void aPausedClientIsLeftAlone() {
    try (ScheduledNode node = scene.node()) {
      clients.interval(ACME, Duration.ofSeconds(1), "test");
      clients.start(ACME, "test");
      scene.awaitRows("client_acme.note", 1);
      clients.pause(ACME, "test");
      await().atMost(SOON).until(() -> node.scheduler().status().running() == 0);
      long jobsBefore = Long.parseLong(scene.one("SELECT count(*) FROM sync_metadata.sync_jobs"));
      app.run("INSERT INTO note VALUES (2, 'two')");
      long passes = node.scheduler().status().passes();
      await().atMost(SOON).until(() -> node.scheduler().status().passes() > passes + 30);
      assertThat(scene.one("SELECT count(*) FROM sync_metadata.sync_jobs"))
          .isEqualTo(Long.toString(jobsBefore));
      clients.start(ACME, "test");
      scene.awaitRows("client_acme.note", 2);
    }
    assertThat(
            target.query(
                "SELECT action FROM sync_metadata.audit_log WHERE actor = 'test' ORDER BY audit_id"))
        .containsExactly("interval", "start", "pause", "start");
  }

  @Test
  void oneBadClientDoesNotStopTheOthersAndIsNotTriedEverySecond() throws IOException {
    Path bad = directory.resolve("bad.db");
    Files.writeString(bad, "this is no SQLite file at all ".repeat(100));
    ClientName broken = new ClientName("broken");
    clients.register(broken, bad, Optional.empty(), Duration.ofSeconds(1));
    clients.start(broken, "test");
    clients.start(ACME, "test");
    scene.whileANodeRuns(
        () -> {
          scene.awaitRows("client_acme.note", 1);
          await()
              .atMost(SOON)
              .until(
                  () ->
                      target
                              .query(
                                  "SELECT 1 FROM sync_metadata.client_deployments"
                                      + " WHERE client_name = 'broken' AND last_error LIKE '%no SQLite file%'"
                                      + " AND next_sync_at > now() + interval '40 seconds'")
                              .size()
                          == 1);
        });
    assertThat(
            scene.one(
                "SELECT count(*) || ' ' || max(error_details ->> 'kind') FROM sync_metadata.sync_jobs"
                    + " WHERE client_name = 'broken' AND status = 'failed'"))
        .isEqualTo("1 CONFIGURATION");
  }

  @Test
  void aHeldClientMakesNoFailedJobPerIntervalAndGoesOnOnceItIsConfirmed() {
    clients.interval(ACME, Duration.ofSeconds(1), "test");
    app.run(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            + " INSERT INTO note SELECT i, 'more' FROM n");
    clients.start(ACME, "test");
    scene.whileANodeRuns(
        () -> {
          scene.awaitRows("client_acme.note", 500);
          app.run("DELETE FROM note");
          await()
              .atMost(SOON)
              .until(
                  () ->
                      scene
                          .one(
                              "SELECT hold_reason IS NOT NULL"
                                  + " AND next_sync_at > now() + interval '40 seconds'"
                                  + " FROM sync_metadata.client_deployments")
                          .equals("t"));
          assertThat(
                  scene.one("SELECT count(*) FROM sync_metadata.sync_jobs WHERE status = 'failed'"))
              .isEqualTo("1");
          target.execute("SELECT sync_metadata.confirm_hold('acme')");
          scene.awaitRows("client_acme.note", 0);
        });
  }

  /** A library that cannot be loaded is an error, not an exception. */
  @Test
  void anErrorEndsTheJobLikeAnyFailure() {
    clients.start(ACME, "test");
    ConflictPolicy broken =
        (client, columns, settings) -> {
          throw new NoClassDefFoundError("a library is missing");
        };
    ScheduledNode node =
        ScheduledNode.start(
            "node-a",
            target.connections(),
            directory.resolve("e"),
            ScheduledNode.settings(),
            broken);
    try {
      await().atMost(SOON).until(() -> jobs.leading().isPresent());
      SyncJobs.Asked asked = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file()));
      assertThat(scene.awaitEnd(asked.id()).status()).isEqualTo("failed");
      await()
          .atMost(SOON)
          .until(
              () ->
                  scene
                      .one(
                          "SELECT count(*) FROM sync_metadata.client_deployments WHERE last_error"
                              + " LIKE '%a library is missing%' AND next_sync_at > now()")
                      .equals("1"));
    } finally {
      node.close();
    }
    assertThat(
            target.query(
                "SELECT DISTINCT status || ' ' || (error_details ->> 'kind')"
                    + " FROM sync_metadata.sync_jobs"))
        .containsExactly("failed UNEXPECTED");
  }

  @Test
  void aNodeSaysThatItIsThereAndThatItEndsAndTheLeaderSaysItOfTheSilent() {
    target.execute(
        "INSERT INTO sync_metadata.hosts (hostname, cluster_name, last_heartbeat)"
            + " VALUES ('dead', 'default', now() - interval '6 minutes')");
    scene.whileANodeRuns(
        () -> {
          await()
              .atMost(SOON)
              .until(() -> hosts().equals(List.of("dead offline", "node-a active")));
        });
    assertThat(hosts()).containsExactly("dead offline", "node-a offline");
  }

  private List<String> hosts() {
    return target.query(
        "SELECT hostname || ' ' || status FROM sync_metadata.hosts ORDER BY hostname");
  }

  @Test
  void twoProcessesOfOneNameHearOfEachOtherAndTheLastOneThatItIsAlone() {
    ScheduleSettings quick = ScheduledNode.settings().withHeartbeat(Duration.ofMillis(50));
    try (ScheduledNode first =
        ScheduledNode.start("twin", target.connections(), directory.resolve("one"), quick)) {
      try (ScheduledNode second =
          ScheduledNode.start("twin", target.connections(), directory.resolve("two"), quick)) {
        Optional<String> place = Optional.of("on host twin");
        await().atMost(SOON).until(() -> first.scheduler().namesake().equals(place));
        await().atMost(SOON).until(() -> second.scheduler().namesake().equals(place));
      }
      await().atMost(SOON).until(() -> first.scheduler().namesake().isEmpty());
    }
  }

  @Test
  void closingWaitsForTheRunUnderWayAndMayBeDoneTwice() {
    new SqliteApp(app.file())
        .run(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                + " INSERT INTO note SELECT i, 'note ' || i FROM n");
    clients.start(ACME, "test");
    ScheduledNode node = scene.node();
    await().atMost(SOON).until(() -> node.scheduler().status().running() == 1);
    node.close();
    node.close();
    assertThat(scene.one("SELECT count(*) FROM client_acme.note")).isEqualTo("100000");
    assertThat(scene.one("SELECT status FROM sync_metadata.sync_jobs")).isEqualTo("success");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(
            thread -> thread.isAlive() && thread.getName().matches("sync-(lane|sched|heart).*"));
  }
}
