package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of one client at once, and a node whose term ends in the middle of its run. */
final class TwoEnginesTest {
  private static final Limits IMPATIENT =
      new Limits(20, 100, 1 << 20, 16 << 20, 64 << 20, 2, Duration.ofMillis(10));

  @TempDir Path directory;
  private EngineTarget target;
  private MirrorOracle oracle;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void mirrorNotes() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    oracle = new MirrorOracle(target, directory);
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "CREATE TABLE log (at INTEGER, what TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
            + " INSERT INTO note SELECT i, 'first' FROM n",
        "INSERT INTO log SELECT id % 3, 'what' FROM note");
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void oneOfTwoRunsAtOnceFailsAndTheDataIsRight() {
    try (MirrorEngine other = secondEngine()) {
      for (int round = 0; round < 8; round++) {
        app.run("UPDATE note SET body = 'round " + round + "' WHERE id % 3 = " + round % 3);
        CompletableFuture<String> rival = CompletableFuture.supplyAsync(() -> attempt(other));
        List<String> said = List.of(attempt(target.engine()), rival.join());
        assertThat(said).as("round " + round).contains("done");
        assertThat(said)
            .allMatch(word -> word.equals("done") || word.contains("committed meanwhile"));
        oracle.assertMirrors(target.engine(), EngineTarget.ACME, file, "round " + round);
      }
    }
  }

  /** The picture of a run must not be older than what another run has committed already. */
  @Test
  void anOlderPictureNeverFollowsANewerOne() {
    boolean reached = true;
    for (int step = 1; reached; step++) {
      app.run(
          "UPDATE note SET body = 'older' WHERE id <= 25",
          "DELETE FROM note WHERE id > 50",
          "DROP TABLE IF EXISTS new_" + (step - 1),
          "CREATE TABLE new_" + step + " (id INTEGER PRIMARY KEY)");
      reached = rivalComesAt(step);
      assertThat(target.sync(file).outcome()).isIn(SyncOutcome.COMPLETE, SyncOutcome.UNCHANGED);
      oracle.assertMirrors(target.engine(), EngineTarget.ACME, file, "step " + step);
    }
  }

  private boolean rivalComesAt(int step) {
    String newer = "newer " + step;
    AtomicReference<CompletableFuture<String>> rival =
        new AtomicReference<>(CompletableFuture.completedFuture("never asked"));
    ActionAtStep watcher =
        new ActionAtStep(
            step,
            () -> {
              app.run(
                  "UPDATE note SET body = '" + newer + "' WHERE id <= 30",
                  "INSERT INTO note VALUES (" + (100 + step) + ", 'new')");
              rival.set(CompletableFuture.supplyAsync(() -> attempt(target.engine())));
              awaitEndOrLock(rival.get());
            });
    WatchedConnections disturbed = new WatchedConnections(target.connections(), watcher);
    String said;
    try (MirrorEngine slow =
        TestNode.engine(
            target.elector(), disturbed, directory.resolve("slow"), Limits.defaults())) {
      said = attempt(slow);
    }
    String rivalSaid = rival.get().join();
    assertThat(List.of(said, rivalSaid)).as("step " + step).contains("done");
    if (rivalSaid.equals("done")) {
      assertThat(target.query("SELECT DISTINCT body FROM client_acme.note WHERE id <= 30"))
          .as("after the rival at step %d; the slow run: %s", step, said)
          .containsExactly(newer);
    }
    return watcher.happened();
  }

  /** Until the other is through, or waits for a lock that the interrupted run holds. */
  private void awaitEndOrLock(CompletableFuture<?> rival) {
    while (!rival.isDone()
        && target
            .query(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'")
            .isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aSecondNodeIsToldWhoLeads() {
    target.sync(file);
    app.run("UPDATE note SET body = 'x'");
    try (TestNode second = second(target.connections(), "second")) {
      assertThatThrownBy(() -> second.engine().sync(request()))
          .isInstanceOf(LeadershipLost.class)
          .hasMessageContaining("node test-node leads cluster default")
          .hasMessageNotContaining("\n");
    }
    assertThat(target.query("SELECT DISTINCT body FROM client_acme.note")).containsExactly("first");
  }

  private TestNode second(ConnectionSource through, String name) {
    return target.node(name, through, directory.resolve(name), IMPATIENT);
  }

  @Test
  void aTermThatEndsInTheMiddleOfARunCannotCommit() {
    target.sync(file);
    boolean reached = true;
    int refused = 0;
    for (int step = 1; reached; step++) {
      app.run("UPDATE note SET body = 'term " + step + "'");
      target.expireLease();
      AtomicReference<CompletableFuture<Void>> takeover =
          new AtomicReference<>(CompletableFuture.completedFuture(null));
      ActionAtStep watcher =
          new ActionAtStep(
              step,
              () -> {
                takeover.set(CompletableFuture.runAsync(this::anotherTakesOver));
                awaitEndOrLock(takeover.get());
              });
      String said;
      try (TestNode slow = second(new WatchedConnections(target.connections(), watcher), "slow")) {
        said = attempt(slow.engine());
      }
      takeover.get().join();
      List<String> bodies = target.query("SELECT DISTINCT body FROM client_acme.note");
      if (said.equals("done")) {
        assertThat(bodies).containsExactly("term " + step);
      } else {
        refused++;
        assertThat(said).as("step " + step).startsWith("LeadershipLost");
        assertThat(bodies).as("step " + step).doesNotContain("term " + step);
      }
      reached = watcher.happened();
    }
    assertThat(refused).isGreaterThan(5);
    target.expireLease();
    target.restart(Limits.defaults());
    target.sync(file);
    oracle.assertMirrors(target.engine(), EngineTarget.ACME, file, "in the end");
  }

  private void anotherTakesOver() {
    target.expireLease();
    try (TestNode next = second(target.connections(), "next")) {
      next.elector().await(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private MirrorEngine secondEngine() {
    return TestNode.engine(
        target.elector(), target.connections(), directory.resolve("second"), Limits.defaults());
  }

  private String attempt(MirrorEngine engine) {
    try {
      SyncOutcome outcome = engine.sync(request()).outcome();
      assertThat(outcome).isIn(SyncOutcome.COMPLETE, SyncOutcome.UNCHANGED);
      return "done";
    } catch (SyncException e) {
      assertThat(e).isInstanceOfAny(TargetUnavailable.class, LeadershipLost.class);
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private SyncRequest request() {
    return SyncRequest.of(EngineTarget.ACME, file);
  }
}
