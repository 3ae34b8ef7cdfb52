package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.ScheduleSettings;
import dev.tributary.core.SeenJob;
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

/** What a node does by itself, and what it does for others. */
final class SchedulerTest {
  private static final ClientName ACME = EngineTarget.ACME;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private EngineTarget target;
  private SyncClients clients;
  private SyncJobs jobs;
  private SqliteApp app;

  @BeforeEach
  void register() {
    target = EngineTarget.create(directory.resolve("other"));
    clients = new SyncClients(target.connections(), EngineTarget.CLUSTER);
    jobs = new SyncJobs(target.connections(), EngineTarget.CLUSTER);
    app = new SqliteApp(directory.resolve("acme.db"));
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
    clients.register(ACME, app.file(), Optional.empty(), MINUTE);
  }

  @AfterEach
  void close() {
    target.close();
  }

  private ScheduledNode node() {
    return ScheduledNode.start("node-a", target.connections(), directory.resolve("data"));
  }

  private void whileANodeRuns(Runnable body) {
    ScheduledNode node = node();
    try {
      body.run();
    } finally {
      node.close();
    }
  }

  @Test
  void aClientIsSyncedOnceItIsStartedAndNotBefore() {
    try (ScheduledNode node = node()) {
      await().atMost(SOON).until(() -> node.scheduler().status().passes() > 3);
      assertThat(target.query("SELECT count(*) FROM sync_metadata.sync_jobs")).containsExactly("0");
      clients.start(ACME, "test");
      awaitRows("client_acme.note", 1);
      assertThat(
              one(
                  "SELECT status || ' ' || triggered_by || ' ' || host FROM sync_metadata.sync_jobs"))
          .isEqualTo("success scheduler node-a");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(
                          one(
                              "SELECT extract(epoch FROM next_sync_at - last_sync_at) BETWEEN 50"
                                  + " AND 61 FROM sync_metadata.client_deployments"))
                      .isEqualTo("t"));
    }
  }

  @Test
  void aChangedIntervalIsFollowedWithoutAnythingElse() {
    try (ScheduledNode node = node()) {
      clients.start(ACME, "test");
      awaitRows("client_acme.note", 1);
      await().atMost(SOON).until(() -> node.scheduler().status().running() == 0);
      app.run("INSERT INTO note VALUES (2, 'two')");
      target.execute("UPDATE sync_metadata.client_deployments SET sync_interval = 1");
      awaitRows("client_acme.note", 2);
    }
  }

  @Test
  void aPausedClientIsLeftAlone() {
    try (ScheduledNode node = node()) {
      clients.interval(ACME, Duration.ofSeconds(1), "test");
      clients.start(ACME, "test");
      awaitRows("client_acme.note", 1);
      clients.pause(ACME, "test");
      await().atMost(SOON).until(() -> node.scheduler().status().running() == 0);
      long jobsBefore = Long.parseLong(one("SELECT count(*) FROM sync_metadata.sync_jobs"));
      app.run("INSERT INTO note VALUES (2, 'two')");
      long passes = node.scheduler().status().passes();
      await().atMost(SOON).until(() -> node.scheduler().status().passes() > passes + 30);
      assertThat(one("SELECT count(*) FROM sync_metadata.sync_jobs"))
          .isEqualTo(Long.toString(jobsBefore));
      clients.start(ACME, "test");
      awaitRows("client_acme.note", 2);
    }
    assertThat(
            target.query(
                "SELECT action FROM sync_metadata.audit_log WHERE actor = 'test' ORDER BY audit_id"))
        .containsExactly("interval", "start", "pause", "start");
  }

  @Test
  void whatIsAskedForIsDoneAndTheAnswerIsTheEnginesOwn() {
    whileANodeRuns(
        () -> {
          await().atMost(SOON).until(() -> jobs.leading().isPresent());
          assertThat(jobs.leading().orElseThrow().node()).isEqualTo("node-a");
          SyncJobs.Asked asked =
              jobs.sync(
                  UUID.randomUUID(), SyncRequest.of(ACME, app.file()).withTriggeredBy("a person"));
          SeenJob seen = awaitEnd(asked.id());
          assertThat(seen.status()).isEqualTo("success");
          assertThat(seen.syncReport().outcome()).isEqualTo(SyncOutcome.COMPLETE);
          assertThat(seen.syncReport().rowsChanged()).isEqualTo(1);
          assertThat(seen.syncReport().syncId()).isEqualTo(asked.syncId());
          target.execute("UPDATE client_acme.note SET body = 'touched'");
          SeenJob repaired = awaitEnd(jobs.repair(UUID.randomUUID(), ACME, app.file()).id());
          assertThat(repaired.verifyReport().differences()).isEqualTo(1);
        });
  }

  @Test
  void aClientThatNobodyKnowsIsRegisteredByTheJob() {
    ClientName other = new ClientName("other");
    Path file = new SqliteApp(directory.resolve("other.db")).run("CREATE TABLE t (x)").file();
    whileANodeRuns(
        () -> {
          SeenJob seen = awaitEnd(jobs.sync(UUID.randomUUID(), SyncRequest.of(other, file)).id());
          assertThat(seen.status()).isEqualTo("success");
          assertThat(
                  one(
                      "SELECT d.sync_enabled FROM sync_metadata.sync_jobs j"
                          + " JOIN sync_metadata.client_deployments d USING (deployment_id)"))
              .isEqualTo("f");
        });
  }

  @Test
  void aFileThatTheLeaderDoesNotSeeIsSaidToBeSo() {
    Path elsewhere = directory.resolve("elsewhere.db");
    whileANodeRuns(
        () -> {
          SeenJob seen =
              awaitEnd(jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, elsewhere)).id());
          assertThat(seen.status()).isEqualTo("failed");
          assertThat(seen.failure().orElseThrow())
              .hasMessageContaining("node node-a on host node-a leads the cluster and does not see")
              .hasMessageContaining(elsewhere.toString());
        });
    assertThat(one("SELECT status FROM sync_metadata.client_deployments")).isEqualTo("active");
  }

  @Test
  void aTriggerNamesTheRunThatWaitsAlready() {
    SyncJobs.Asked first = jobs.trigger(UUID.randomUUID(), ACME, SyncMode.INCREMENTAL, "api");
    assertThat(jobs.trigger(UUID.randomUUID(), ACME, SyncMode.INCREMENTAL, "api")).isEqualTo(first);
    SyncJobs.Asked full = jobs.trigger(UUID.randomUUID(), ACME, SyncMode.FULL, "api");
    assertThat(full.syncId()).isNotEqualTo(first.syncId());
    whileANodeRuns(
        () -> {
          assertThat(awaitEnd(first.id()).status()).isEqualTo("success");
          assertThat(awaitEnd(full.id()).status()).isEqualTo("success");
        });
    assertThat(jobs.trigger(UUID.randomUUID(), ACME, SyncMode.INCREMENTAL, "api").id())
        .isNotEqualTo(first.id());
  }

  @Test
  void aCancelledJobIsNotDone() {
    SyncJobs.Asked asked = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file()));
    assertThat(jobs.cancel(asked.id())).isTrue();
    assertThat(jobs.cancel(asked.id())).isFalse();
    whileANodeRuns(
        () -> {
          awaitEnd(jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id());
          assertThat(jobs.look(asked.id()).status()).isEqualTo("cancelled");
        });
  }

  @Test
  void aRequestThatNobodyCanReadHarmsNobody() {
    UUID broken = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id();
    target.execute("UPDATE sync_metadata.sync_jobs SET request = '{\"kind\": \"sync\"}'");
    SyncJobs.Asked good = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file()));
    whileANodeRuns(
        () -> {
          assertThat(awaitEnd(good.id()).status()).isEqualTo("success");
          assertThat(awaitEnd(broken).failure().orElseThrow().getMessage())
              .contains("cannot be read");
        });
  }

  @Test
  void aJobThatCouldNotDoAllOfItSaysWhatIsMissing() {
    UUID first = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id();
    whileANodeRuns(
        () -> {
          awaitEnd(first);
          target.execute("ALTER TABLE client_acme.note ADD CHECK (id < 100)");
          app.run("INSERT INTO note VALUES (100, 'x'), (200, 'y')");
          UUID asked = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id();
          SeenJob seen = awaitEnd(asked);
          assertThat(seen.status()).isEqualTo("partial");
          assertThat(seen.failure()).isEmpty();
          String missing = seen.syncReport().notes().get(0);
          assertThat(missing).startsWith("table note: 2 rows are not in the mirror");
          assertThat(
                  one(
                      "SELECT error_message FROM sync_metadata.sync_jobs WHERE job_id = '"
                          + asked
                          + "'"))
              .isEqualTo(missing);
        });
  }

  @Test
  void whatADeadLeaderLeftIsTakenUpAgainOrMarkedAsFailed() {
    UUID asked = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id();
    whileANodeRuns(
        () -> {
          awaitEnd(asked);
        });
    target.execute(
        """
        UPDATE sync_metadata.sync_jobs SET status = 'running', completed_at = NULL, result = NULL;
        INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name, term, host)
        SELECT deployment_id, client_name, 1, 'node-x' FROM sync_metadata.client_deployments
        """);
    whileANodeRuns(
        () -> {
          assertThat(awaitEnd(asked).status()).isEqualTo("success");
        });
    assertThat(one("SELECT attempts FROM sync_metadata.sync_jobs WHERE request IS NOT NULL"))
        .isEqualTo("2");
    assertThat(
            one(
                "SELECT status || ': ' || error_message FROM sync_metadata.sync_jobs"
                    + " WHERE request IS NULL"))
        .isEqualTo("failed: its leader (node-x, term 1) is gone");
  }

  @Test
  void oneBadClientDoesNotStopTheOthersAndIsNotTriedEverySecond() throws IOException {
    Path bad = directory.resolve("bad.db");
    Files.writeString(bad, "this is no SQLite file at all ".repeat(100));
    ClientName broken = new ClientName("broken");
    clients.register(broken, bad, Optional.empty(), Duration.ofSeconds(1));
    clients.start(broken, "test");
    clients.start(ACME, "test");
    whileANodeRuns(
        () -> {
          awaitRows("client_acme.note", 1);
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
            one(
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
    whileANodeRuns(
        () -> {
          awaitRows("client_acme.note", 500);
          app.run("DELETE FROM note");
          await()
              .atMost(SOON)
              .until(
                  () ->
                      one("SELECT hold_reason IS NOT NULL"
                              + " AND next_sync_at > now() + interval '40 seconds'"
                              + " FROM sync_metadata.client_deployments")
                          .equals("t"));
          assertThat(one("SELECT count(*) FROM sync_metadata.sync_jobs WHERE status = 'failed'"))
              .isEqualTo("1");
          target.execute("SELECT sync_metadata.confirm_hold('acme')");
          awaitRows("client_acme.note", 0);
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
      assertThat(awaitEnd(asked.id()).status()).isEqualTo("failed");
      await()
          .atMost(SOON)
          .until(
              () ->
                  one("SELECT count(*) FROM sync_metadata.client_deployments WHERE last_error"
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
    whileANodeRuns(
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
    ScheduledNode node = node();
    await().atMost(SOON).until(() -> node.scheduler().status().running() == 1);
    node.close();
    node.close();
    assertThat(one("SELECT count(*) FROM client_acme.note")).isEqualTo("100000");
    assertThat(one("SELECT status FROM sync_metadata.sync_jobs")).isEqualTo("success");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(
            thread -> thread.isAlive() && thread.getName().matches("sync-(lane|sched|heart).*"));
  }

  private SeenJob awaitEnd(UUID job) {
    return await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> jobs.look(job),
            seen -> seen.over() && (seen.reported() || seen.failure().isPresent()));
  }

  private void awaitRows(String table, int rows) {
    await()
        .atMost(SOON)
        .until(
            () ->
                target.query("SELECT to_regclass('" + table + "')").equals(List.of(table))
                    && one("SELECT count(*) FROM " + table).equals(Integer.toString(rows)));
  }

  private String one(String sql) {
    return target.query(sql).get(0);
  }
}
