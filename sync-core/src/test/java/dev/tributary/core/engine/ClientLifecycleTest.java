package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncJobs;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another name, another place, another cluster, farewell. */
final class ClientLifecycleTest {
  private static final String ME = "ann";

  @TempDir static Path directory;
  private static EngineTarget target;
  private static OtherCluster other;
  private static ClientLifecycle clients;
  private static ClientLifecycle administrator;

  @BeforeAll
  static void open() {
    target = EngineTarget.create(directory.resolve("data"));
    other = OtherCluster.in(target, directory.resolve("other"));
    clients = new ClientLifecycle(target.connections(), EngineTarget.CLUSTER);
    administrator = new ClientLifecycle(target.database().connections(), EngineTarget.CLUSTER);
  }

  @AfterAll
  static void close() {
    other.close();
    target.close();
  }

  private static SqliteApp app(String name) {
    SqliteApp app = new SqliteApp(directory.resolve(name + ".db"));
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one'), (2, 'two')");
    assertThat(sync(name, app).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    return app;
  }

  private static SyncReport sync(String name, SqliteApp app) {
    return target.engine().sync(SyncRequest.of(new ClientName(name), app.file()));
  }

  private static List<String> rows(String sql) {
    return target.query(sql);
  }

  private static Confirmation typed(String word) {
    return new Confirmation(word);
  }

  /** A run locks its job, then its client; a new name is written the other way round. */
  @Test
  void aNewNameThatMeetsTheEndOfARunIsWrittenAllTheSame() throws Exception {
    app("meets");
    ExecutorService person = Executors.newSingleThreadExecutor();
    try (Connection run = target.database().connect();
        Statement statement = run.createStatement()) {
      run.setAutoCommit(false);
      statement.execute(
          "SET LOCAL deadlock_timeout = '1min'"); // so that it is not the one that ends
      statement.execute("UPDATE sync_metadata.sync_jobs SET attempts = attempts");
      Future<String> renamed =
          person.submit(
              () ->
                  clients.rename(
                      new ClientName("meets"), new ClientName("met"), Optional.empty(), ME));
      await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(5))
          .until(
              () ->
                  rows("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                              + " AND datname = current_database() AND query LIKE '%rename_client%'")
                          .size()
                      == 1);
      statement.execute("UPDATE sync_metadata.client_deployments SET last_error = NULL");
      run.commit();
      assertThat(renamed.get(10, TimeUnit.SECONDS)).isEqualTo("client_meets");
    } finally {
      person.shutdownNow();
    }
    assertThat(rows("SELECT client_name FROM sync_metadata.client_deployments"))
        .contains("met")
        .doesNotContain("meets");
  }

  @Test
  void conflictsHistoryJobsAndStateFollowANewName() {
    SqliteApp app = app("old");
    target.execute("UPDATE client_old.note SET body = 'other' WHERE id = 1");
    app.run("UPDATE note SET body = 'mine' WHERE id = 1");
    assertThat(sync("old", app).outcome()).isEqualTo(SyncOutcome.PARTIAL);
    SyncJobs jobs = new SyncJobs(target.connections(), EngineTarget.CLUSTER);
    UUID waiting = UUID.randomUUID();
    jobs.trigger(waiting, new ClientName("old"), SyncMode.FULL, "test");

    String schema =
        clients.rename(new ClientName("old"), new ClientName("new"), Optional.of("client_new"), ME);

    assertThat(schema).isEqualTo("client_new");
    assertThat(rows("SELECT body FROM client_new.note ORDER BY id"))
        .containsExactly("other", "two");
    assertThat(rows("SELECT client_name || client_id FROM sync_metadata.conflict_log"))
        .containsExactly("newnew");
    assertThat(
            rows(
                "SELECT DISTINCT client_name FROM sync_metadata.sync_jobs j"
                    + " JOIN sync_metadata.client_deployments USING (client_name)"
                    + " WHERE client_name IN ('old', 'new')"))
        .containsExactly("new");
    assertThat(
            rows(
                "SELECT request ->> 'client_name' FROM sync_metadata.sync_jobs WHERE job_id = '"
                    + waiting
                    + "'"))
        .containsExactly("new");
    assertThat(
            rows(
                "SELECT key, deleted FROM sync_metadata.state_entries"
                    + " WHERE key IN ('deployment.old', 'deployment.new') ORDER BY key"))
        .containsExactly("deployment.new|f", "deployment.old|t");
    assertThat(
            rows(
                "SELECT actor, client_name, details ->> 'from', details ->> 'to'"
                    + " FROM sync_metadata.audit_log WHERE action = 'rename_client'"
                    + " AND details ->> 'to' = 'new' ORDER BY client_name"))
        .containsExactly("ann|new|old|new", "ann|old|old|new");

    app.run("INSERT INTO note VALUES (3, 'three')");
    SyncReport after = sync("new", app);
    assertThat(after.rowsChanged()).isEqualTo(1);
    assertThat(rows("SELECT count(*) FROM client_new.note")).containsExactly("3");
    assertThat(rows("SELECT count(*) FROM pg_namespace WHERE nspname = 'client_old'"))
        .containsExactly("0");
  }

  @Test
  void aNewNameMayKeepTheSchemaAndTheNextRunFindsIt() {
    SqliteApp app = app("short");
    assertThat(
            clients.rename(new ClientName("short"), new ClientName("long"), Optional.empty(), ME))
        .isEqualTo("client_short");
    assertThat(sync("long", app).rowsChanged()).isZero();
    app.run("DELETE FROM note WHERE id = 1");
    assertThat(sync("long", app).rowsChanged()).isEqualTo(1);
    assertThat(rows("SELECT id FROM client_short.note")).containsExactly("2");
    assertThatThrownBy(() -> sync("short", app)).hasMessageContaining("already taken");
  }

  @Test
  void aNameOrSchemaThatIsTakenIsRefusedAndNothingChanges() {
    app("taker");
    app("taken");
    other.engine().sync(SyncRequest.of(new ClientName("theirs"), directory.resolve("taker.db")));
    ClientName taker = new ClientName("taker");
    List<String> before = rows("SELECT * FROM sync_metadata.client_deployments ORDER BY 1");

    assertThatThrownBy(() -> clients.rename(taker, new ClientName("taken"), Optional.empty(), ME))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("name taken is already taken by client taken");
    assertThatThrownBy(
            () -> clients.rename(taker, new ClientName("x"), Optional.of("client_taken"), ME))
        .hasMessageContaining("schema client_taken is already taken");
    assertThatThrownBy(() -> clients.rename(taker, new ClientName("x"), Optional.of("public"), ME))
        .hasMessageContaining("schema public is there already");
    assertThatThrownBy(() -> clients.rename(taker, new ClientName("x"), Optional.of("pg_x"), ME))
        .hasMessageContaining("reserved");
    assertThatThrownBy(() -> clients.rename(taker, new ClientName("theirs"), Optional.empty(), ME))
        .hasMessageContaining("already taken by another cluster")
        .hasMessageNotContaining("other_");
    assertThatThrownBy(() -> clients.rename(new ClientName("nobody"), taker, Optional.empty(), ME))
        .isInstanceOf(UnknownClient.class);
    assertThat(rows("SELECT * FROM sync_metadata.client_deployments ORDER BY 1")).isEqualTo(before);
  }

  @Test
  void aFileThatWasMovedIsFollowedAndAnothersPlaceIsNot() throws Exception {
    SqliteApp app = app("wanderer");
    app("stayer");
    Path there = Files.createDirectories(directory.resolve("there")).resolve("w.db");
    Files.move(app.file(), there);
    ClientName wanderer = new ClientName("wanderer");
    assertThatThrownBy(() -> clients.relocate(wanderer, directory.resolve("stayer.db"), ME))
        .hasMessageContaining("already taken by another client");
    clients.relocate(wanderer, there, ME);
    SqliteApp moved = new SqliteApp(there);
    moved.run("INSERT INTO note VALUES (3, 'three')");
    assertThat(sync("wanderer", moved).rowsChanged()).isEqualTo(1);
  }

  @Test
  void aClientThatMovedIsTheOthersAloneAndItsBaseIsReadAgain() {
    SqliteApp app = app("mover");
    ClientName mover = new ClientName("mover");
    assertThatThrownBy(() -> clients.move(mover, OtherCluster.NAME, Optional.empty(), ME))
        .hasMessageContaining("only an administrator may move a client");

    administrator.move(mover, OtherCluster.NAME, Optional.empty(), ME);

    assertThatThrownBy(() -> sync("mover", app)).isInstanceOf(ConfigurationInvalid.class);
    assertThatThrownBy(() -> clients.deregister(mover, typed("mover"), ME))
        .isInstanceOf(UnknownClient.class);
    SyncReport there = other.engine().sync(SyncRequest.of(mover, app.file()));
    assertThat(there.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(there.rowsChanged()).isZero();
    assertThat(there.tables().get(0).rowsRead()).isEqualTo(2);
    app.run("UPDATE note SET body = 'there' WHERE id = 2");
    assertThat(other.engine().sync(SyncRequest.of(mover, app.file())).rowsChanged()).isEqualTo(1);
    assertThat(
            rows(
                "SELECT cluster_name, actor FROM sync_metadata.audit_log"
                    + " WHERE action = 'move_client' AND client_name = 'mover' ORDER BY 1"))
        .containsExactly("default|ann", "other|ann");
  }

  @Test
  void aClientIsNotMovedWhereNobodyCouldSyncIt() {
    app("homebody");
    ClientName homebody = new ClientName("homebody");
    assertThatThrownBy(
            () ->
                administrator.move(
                    homebody, new dev.tributary.api.ClusterName("nowhere"), Optional.empty(), ME))
        .hasMessageContaining("cluster nowhere has no role")
        .hasMessageContaining("tributary db role --cluster nowhere");
    assertThatThrownBy(
            () -> administrator.move(homebody, EngineTarget.CLUSTER, Optional.empty(), ME))
        .hasMessageContaining("belongs to cluster default already");
  }

  @Test
  void farewellNeedsTheNameTypedAndKeepsTheData() {
    SqliteApp app = app("leaver");
    ClientName leaver = new ClientName("leaver");
    assertThatThrownBy(() -> clients.deregister(leaver, typed("Leaver"), ME))
        .hasMessageContaining("typing leaver")
        .hasMessageContaining("nothing was changed");
    assertThatThrownBy(
            () -> administrator.deregisterWithData(leaver, typed("leaver"), typed("delete"), ME))
        .hasMessageContaining("typing DELETE");
    assertThatThrownBy(
            () -> clients.deregisterWithData(leaver, typed("leaver"), typed("DELETE"), ME))
        .hasMessageContaining("only an administrator may drop the schema");
    assertThat(rows("SELECT count(*) FROM client_leaver.note")).containsExactly("2");

    assertThat(clients.deregister(leaver, typed("leaver"), ME)).isEqualTo("client_leaver");

    assertThat(rows("SELECT count(*) FROM client_leaver.note")).containsExactly("2");
    assertThat(rows("SELECT count(*) FROM sync_metadata.sync_jobs WHERE client_name = 'leaver'"))
        .containsExactly("0");
    assertThat(
            rows(
                "SELECT deleted FROM sync_metadata.state_entries"
                    + " WHERE key = 'deployment.leaver'"))
        .containsExactly("t");
    assertThatThrownBy(() -> sync("leaver", app))
        .hasMessageContaining("client_leaver is there already and belongs to no client");
  }

  @Test
  void anAdministratorDropsTheDataOfAClientToo() {
    SqliteApp app = app("gone");
    ClientName gone = new ClientName("gone");
    administrator.deregisterWithData(gone, typed("gone"), typed("DELETE"), ME);
    assertThat(rows("SELECT count(*) FROM pg_namespace WHERE nspname = 'client_gone'"))
        .containsExactly("0");
    new SyncClients(target.connections(), EngineTarget.CLUSTER)
        .register(gone, app.file(), Optional.empty(), Duration.ofMinutes(5));
    assertThat(sync("gone", app).rowsChanged()).isEqualTo(2);
  }
}
