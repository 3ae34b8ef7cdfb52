package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client leaves right before any step of a run of it: from then on the run commits nothing. */
final class LifecycleDuringRunTest {
  private static final ClientName ACME = EngineTarget.ACME;
  private static final int MOST_STEPS = 100;

  @TempDir Path directory;
  private EngineTarget target;
  private OtherCluster other;
  private SqliteApp app;

  @BeforeEach
  void open() {
    target = EngineTarget.create(directory.resolve("data"));
    other = OtherCluster.in(target, directory.resolve("other"));
    app = new SqliteApp(directory.resolve("app.db"));
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
    target.sync(app.file());
    target.expireLease();
  }

  @AfterEach
  void close() {
    other.close();
    target.close();
  }

  /** An administrator who does not wait for a run that is about to commit. */
  private ConnectionSource impatient() {
    return () -> {
      Connection connection = target.database().connect();
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET lock_timeout = '100ms'");
      }
      return connection;
    };
  }

  private ClientLifecycle administrator(ClusterName of) {
    return new ClientLifecycle(impatient(), of);
  }

  private interface Act {
    void run();
  }

  /** Runs a sync with the act before its n-th step; empty when it has fewer steps. */
  private Optional<Boolean> leavesAt(int step, Act act) {
    AtomicReference<Optional<Boolean>> left = new AtomicReference<>(Optional.empty());
    ActionAtStep action =
        new ActionAtStep(
            step,
            () -> {
              try {
                act.run();
                left.set(Optional.of(true));
              } catch (TargetUnavailable theRunCommits) {
                left.set(Optional.of(false));
              }
            });
    WatchedConnections watched = new WatchedConnections(target.connections(), action);
    try (TestNode node =
        target.node("runner", watched, directory.resolve("runner"), Limits.defaults())) {
      node.sync(ACME, app.file());
    } catch (SyncException given) {
      assertThat(left.get()).as("it failed for no other reason: %s", given).isPresent();
    }
    target.expireLease();
    return left.get();
  }

  @Test
  void aClientThatMovesTakesItsRowsAlongAsTheyWere() {
    int refused = 0;
    Optional<Boolean> left = Optional.of(true);
    for (int step = 1; left.isPresent() && step < MOST_STEPS; step += 2) {
      app.run("INSERT INTO note VALUES (" + (step + 1) + ", 'step')");
      AtomicReference<List<String>> then = new AtomicReference<>(List.of());
      left =
          leavesAt(
              step,
              () -> {
                then.set(rows());
                administrator(EngineTarget.CLUSTER)
                    .move(ACME, OtherCluster.NAME, Optional.empty(), "ann");
              });
      if (left.equals(Optional.of(true))) {
        assertThat(rows()).as("step %d", step).isEqualTo(then.get());
        assertThat(running()).as("step %d", step).isEqualTo("0");
        administrator(OtherCluster.NAME).move(ACME, EngineTarget.CLUSTER, Optional.empty(), "ann");
      } else {
        refused++;
      }
    }
    assertThat(left).as("every step was met").isEmpty();
    assertThat(refused).as("steps between the checkpoint and its commit").isBetween(1, 5);
  }

  @Test
  void aClientThatIsDroppedDoesNotComeBackByItsRun() {
    Optional<Boolean> left = Optional.of(true);
    for (int step = 4; left.isPresent() && step < MOST_STEPS; step += 3) {
      app.run("INSERT INTO note VALUES (" + (step + 1) + ", 'step')");
      left =
          leavesAt(
              step,
              () ->
                  administrator(EngineTarget.CLUSTER)
                      .deregisterWithData(
                          ACME, new Confirmation("acme"), new Confirmation("DELETE"), "ann"));
      if (left.equals(Optional.of(true))) {
        assertThat(clients()).as("step %d", step).isEqualTo("0");
        leavesAt(MOST_STEPS, () -> {});
      }
    }
    assertThat(left).as("every step was met").isEmpty();
  }

  private List<String> rows() {
    return target.query("SELECT id, body FROM client_acme.note ORDER BY id");
  }

  private String running() {
    return target
        .query(
            "SELECT count(*) FROM sync_metadata.sync_jobs WHERE status IN ('running', 'success')"
                + " AND completed_at IS NULL")
        .get(0);
  }

  private String clients() {
    return target.query("SELECT count(*) FROM sync_metadata.client_deployments").get(0);
  }
}
