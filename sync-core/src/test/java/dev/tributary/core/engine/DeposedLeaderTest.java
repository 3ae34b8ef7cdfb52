package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another node takes over right before any step of a run: from then on the run commits nothing, not
 * even a job, a hold or a registration.
 */
final class DeposedLeaderTest {
  private static final int MOST_STEPS = 200;
  private static final String TAKE_OVER =
      """
      UPDATE sync_metadata.leader_election
         SET term = term + 1, holder = gen_random_uuid(), leader_id = 'rival',
             acquired_at = clock_timestamp(), expires_at = clock_timestamp() + interval '1 hour'
      """;

  /** All that a run may write, but for the lease itself. */
  private static final String EVERYTHING =
      """
      SELECT (SELECT json_agg(d ORDER BY client_name)::text FROM sync_metadata.client_deployments d),
             (SELECT json_agg(j ORDER BY job_id)::text FROM sync_metadata.sync_jobs j),
             (SELECT json_agg(p ORDER BY progress_id)::text FROM sync_metadata.sync_progress p),
             (SELECT json_agg(a ORDER BY audit_id)::text FROM sync_metadata.audit_log a),
             (SELECT json_agg(p ORDER BY plan_id)::text FROM sync_metadata.table_plans p),
             (SELECT json_agg(c ORDER BY log_id)::text FROM sync_metadata.conflict_log c),
             (SELECT json_agg(q ORDER BY quarantine_id)::text FROM sync_metadata.quarantine q)
      """;

  @TempDir Path directory;
  private EngineTarget target;
  private SqliteApp app;

  @BeforeEach
  void open() {
    target = EngineTarget.create(directory.resolve("other"));
    app = new SqliteApp(directory.resolve("app.db"));
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one'), (2, 'two')");
  }

  @AfterEach
  void close() {
    target.close();
  }

  private interface Act {
    void of(TestNode node) throws IOException;
  }

  @Test
  void aFirstSyncRegistersAndRecordsNothingAfterwards() {
    everyStep(node -> node.sync(EngineTarget.ACME, app.file()), 12);
  }

  @Test
  void aLoadInPiecesCommitsNoPieceAfterwards() {
    everyStep(Limits.defaults(), true, node -> node.sync(EngineTarget.ACME, app.file()), 12);
  }

  @Test
  void aRepairWritesNothingAfterwards() {
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    target.execute("UPDATE client_acme.note SET _sync_hash = _sync_hash + 1 WHERE id = 1");
    everyStep(node -> node.engine().verify(EngineTarget.ACME, app.file(), VerifyMode.REPAIR), 12);
  }

  @Test
  void aVanishedFileHoldsNothingAfterwards() throws IOException {
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    Files.delete(app.file());
    everyStep(node -> node.engine().sync(SyncRequest.of(EngineTarget.ACME, app.file())), 4);
    assertThat(target.query("SELECT status FROM sync_metadata.client_deployments"))
        .as("the last one was not deposed")
        .containsExactly("on_hold");
  }

  private void everyStep(Act act, int least) {
    everyStep(Limits.defaults(), false, act, least);
  }

  private void everyStep(Limits given, boolean pieces, Act act, int least) {
    Limits limits =
        new Limits(
            given.massDeletePercent(),
            given.massDeleteRows(),
            given.maxCellBytes(),
            pieces ? 0 : given.bulkBytes(),
            pieces ? 1024 : given.pieceBytes(),
            1,
            Duration.ZERO);
    target.elector().resign();
    int deposed = 0;
    for (int at = 1; at <= MOST_STEPS; at++) {
      target.expireLease();
      if (!deposedAt(at, limits, act)) {
        break;
      }
      deposed++;
    }
    assertThat(deposed).isGreaterThanOrEqualTo(least);
  }

  /** False when the run had fewer steps. */
  private boolean deposedAt(int at, Limits limits, Act act) {
    List<List<String>> before = new CopyOnWriteArrayList<>();
    ActionAtStep deposing =
        new ActionAtStep(
            at,
            () -> {
              target.execute(TAKE_OVER);
              before.add(target.query(EVERYTHING));
            });
    try (TestNode node = leading(new WatchedConnections(target.connections(), deposing), limits)) {
      act.of(node);
      return false;
    } catch (LeadershipLost e) {
      assertThat(deposing.happened()).isTrue();
    } catch (SyncException | IOException e) {
      throw new AssertionError("step " + at, e);
    }
    assertThat(target.query(EVERYTHING)).as("step %d", at).isEqualTo(before.get(0));
    return true;
  }

  /** It leads already; only what its engine does is watched. */
  private TestNode leading(WatchedConnections through, Limits limits) {
    LeaderElector elector =
        LeaderElector.single(new NodeId("deposed"), EngineTarget.CLUSTER, target.connections());
    try {
      elector.await(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new TestNode(
        elector, TestNode.engine(elector, through, directory.resolve("data"), limits));
  }
}
