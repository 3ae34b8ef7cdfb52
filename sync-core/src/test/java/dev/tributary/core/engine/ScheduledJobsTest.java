package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.SeenJob;
import dev.tributary.core.SyncJobs;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does for others: jobs that a command or a dead leader left for it. */
final class ScheduledJobsTest {
  private static final ClientName ACME = EngineTarget.ACME;
  private static final Duration SOON = ScheduledApp.SOON;

  @TempDir Path directory;
  private ScheduledApp scene;
  private EngineTarget target;
  private SyncJobs jobs;
  private SqliteApp app;

  @BeforeEach
  void register() {
    scene = ScheduledApp.in(directory);
    target = scene.target();
    jobs = scene.jobs();
    app = scene.app();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whatIsAskedForIsDoneAndTheAnswerIsTheEnginesOwn() {
    scene.whileANodeRuns(
        () -> {
          await().atMost(SOON).until(() -> jobs.leading().isPresent());
          assertThat(jobs.leading().orElseThrow().node()).isEqualTo("node-a");
          SyncJobs.Asked asked =
              jobs.sync(
                  UUID.randomUUID(), SyncRequest.of(ACME, app.file()).withTriggeredBy("a person"));
          SeenJob seen = scene.awaitEnd(asked.id());
          assertThat(seen.status()).isEqualTo("success");
          assertThat(seen.syncReport().outcome()).isEqualTo(SyncOutcome.COMPLETE);
          assertThat(seen.syncReport().rowsChanged()).isEqualTo(1);
          assertThat(seen.syncReport().syncId()).isEqualTo(asked.syncId());
          target.execute("UPDATE client_acme.note SET body = 'touched'");
          SeenJob repaired = scene.awaitEnd(jobs.repair(UUID.randomUUID(), ACME, app.file()).id());
          assertThat(repaired.verifyReport().differences()).isEqualTo(1);
        });
  }

  @Test
  void aClientThatNobodyKnowsIsRegisteredByTheJob() {
    ClientName other = new ClientName("other");
    Path file = new SqliteApp(directory.resolve("other.db")).run("CREATE TABLE t (x)").file();
    scene.whileANodeRuns(
        () -> {
          SeenJob seen =
              scene.awaitEnd(jobs.sync(UUID.randomUUID(), SyncRequest.of(other, file)).id());
          assertThat(seen.status()).isEqualTo("success");
          assertThat(
                  scene.one(
                      "SELECT d.sync_enabled FROM sync_metadata.sync_jobs j"
                          + " JOIN sync_metadata.client_deployments d USING (deployment_id)"))
              .isEqualTo("f");
        });
  }

  @Test
  void aFileThatTheLeaderDoesNotSeeIsSaidToBeSo() {
    Path elsewhere = directory.resolve("elsewhere.db");
    scene.whileANodeRuns(
        () -> {
          SeenJob seen =
              scene.awaitEnd(jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, elsewhere)).id());
          assertThat(seen.status()).isEqualTo("failed");
          assertThat(seen.failure().orElseThrow())
              .hasMessageContaining("node node-a on host node-a leads the cluster and does not see")
              .hasMessageContaining(elsewhere.toString());
        });
    assertThat(scene.one("SELECT status FROM sync_metadata.client_deployments"))
        .isEqualTo("active");
  }

  @Test
  void aTriggerNamesTheRunThatWaitsAlready() {
    SyncJobs.Asked first = jobs.trigger(UUID.randomUUID(), ACME, SyncMode.INCREMENTAL, "api");
    assertThat(jobs.trigger(UUID.randomUUID(), ACME, SyncMode.INCREMENTAL, "api")).isEqualTo(first);
    SyncJobs.Asked full = jobs.trigger(UUID.randomUUID(), ACME, SyncMode.FULL, "api");
    assertThat(full.syncId()).isNotEqualTo(first.syncId());
    scene.whileANodeRuns(
        () -> {
          assertThat(scene.awaitEnd(first.id()).status()).isEqualTo("success");
          assertThat(scene.awaitEnd(full.id()).status()).isEqualTo("success");
        });
    assertThat(jobs.trigger(UUID.randomUUID(), ACME, SyncMode.INCREMENTAL, "api").id())
        .isNotEqualTo(first.id());
  }

  @Test
  void aCancelledJobIsNotDone() {
    SyncJobs.Asked asked = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file()));
    assertThat(jobs.cancel(asked.id())).isTrue();
    assertThat(jobs.cancel(asked.id())).isFalse();
    scene.whileANodeRuns(
        () -> {
          scene.awaitEnd(jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id());
          assertThat(jobs.look(asked.id()).status()).isEqualTo("cancelled");
        });
  }

  @Test
  void aRequestThatNobodyCanReadHarmsNobody() {
    UUID broken = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id();
    target.execute("UPDATE sync_metadata.sync_jobs SET request = '{\"kind\": \"sync\"}'");
    SyncJobs.Asked good = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file()));
    scene.whileANodeRuns(
        () -> {
          assertThat(scene.awaitEnd(good.id()).status()).isEqualTo("success");
          assertThat(scene.awaitEnd(broken).failure().orElseThrow().getMessage())
              .contains("cannot be read");
        });
  }

  @Test
  void aJobThatCouldNotDoAllOfItSaysWhatIsMissing() {
    UUID first = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id();
    scene.whileANodeRuns(
        () -> {
          scene.awaitEnd(first);
          target.execute("ALTER TABLE client_acme.note ADD CHECK (id < 100)");
          app.run("INSERT INTO note VALUES (100, 'x'), (200, 'y')");
          UUID asked = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id();
          SeenJob seen = scene.awaitEnd(asked);
          assertThat(seen.status()).isEqualTo("partial");
          assertThat(seen.failure()).isEmpty();
          String missing = seen.syncReport().notes().get(0);
          assertThat(missing).startsWith("table note: 2 rows are not in the mirror");
          assertThat(
                  scene.one(
                      "SELECT error_message FROM sync_metadata.sync_jobs WHERE job_id = '"
                          + asked
                          + "'"))
              .isEqualTo(missing);
        });
  }

  @Test
  void whatADeadLeaderLeftIsTakenUpAgainOrMarkedAsFailed() {
    UUID asked = jobs.sync(UUID.randomUUID(), SyncRequest.of(ACME, app.file())).id();
    scene.whileANodeRuns(
        () -> {
          scene.awaitEnd(asked);
        });
    target.execute(
        """
        UPDATE sync_metadata.sync_jobs SET status = 'running', completed_at = NULL, result = NULL;
        INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name, term, host)
        SELECT deployment_id, client_name, 1, 'node-x' FROM sync_metadata.client_deployments
        """);
    scene.whileANodeRuns(
        () -> {
          assertThat(scene.awaitEnd(asked).status()).isEqualTo("success");
        });
    assertThat(scene.one("SELECT attempts FROM sync_metadata.sync_jobs WHERE request IS NOT NULL"))
        .isEqualTo("2");
    assertThat(
            scene.one(
                "SELECT status || ': ' || error_message FROM sync_metadata.sync_jobs"
                    + " WHERE request IS NULL"))
        .isEqualTo("failed: its leader (node-x, term 1) is gone");
  }
}
