package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.engine.StepFails.Answer;
import dev.tributary.core.engine.StepFails.Network;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The network goes away at each step of a run in turn, before the server hears of it or before its
 * answer arrives. The failed run says so; the next one converges.
 */
final class EveryStepFailsTest {
  @TempDir Path directory;
  private EngineTarget target;
  private MirrorOracle oracle;

  @BeforeEach
  void open() {
    target = EngineTarget.create(directory.resolve("data"));
    oracle = new MirrorOracle(target, directory);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @ParameterizedTest
  @EnumSource(Answer.class)
  void someStepsOfAnInitialLoadInPieces(Answer answer) throws Exception {
    sweep(new Failure(answer, Network.BLIP, EngineProcess.tinyPieces(), Before.NOTHING), 7);
  }

  @ParameterizedTest
  @EnumSource(Answer.class)
  void someStepsOfAnIncrementalSync(Answer answer) throws Exception {
    sweep(new Failure(answer, Network.BLIP, Limits.defaults(), Before.SYNCED), 7);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Answer.class)
  void eachStepOfAFirstSync(Answer answer) throws Exception {
    sweep(new Failure(answer, Network.BLIP, Limits.defaults(), Before.NOTHING), 1);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Answer.class)
  void eachStepOfAnInitialLoadInPieces(Answer answer) throws Exception {
    sweep(new Failure(answer, Network.BLIP, EngineProcess.tinyPieces(), Before.NOTHING), 1);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Answer.class)
  void eachStepOfAnIncrementalSync(Answer answer) throws Exception {
    sweep(new Failure(answer, Network.BLIP, Limits.defaults(), Before.SYNCED), 1);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Answer.class)
  void eachStepOfAnInitialLoadOverANetworkThatStaysAway(Answer answer) throws Exception {
    sweep(new Failure(answer, Network.AWAY, EngineProcess.tinyPieces(), Before.NOTHING), 1);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Answer.class)
  void eachStepOfAnIncrementalSyncOverANetworkThatStaysAway(Answer answer) throws Exception {
    sweep(new Failure(answer, Network.AWAY, Limits.defaults(), Before.SYNCED), 1);
  }

  private enum Before {
    NOTHING,
    SYNCED
  }

  private record Failure(Answer answer, Network network, Limits limits, Before before) {}

  /** Tries step by step, or each n-th, beginning somewhere else with each way to fail. */
  private void sweep(Failure failure, int stride) throws Exception {
    int step = 1 + failure.answer().ordinal() * (stride / 2);
    while (runThatFailsAt(step, failure)) {
      step += stride;
    }
    assertThat(step).as("steps of a run").isGreaterThan(15);
  }

  /** False when the run has fewer steps. */
  private boolean runThatFailsAt(int step, Failure failure) throws IOException {
    ClientName client = new ClientName("step-" + step);
    Path file = directory.resolve(client + ".db");
    Path data = directory.resolve("data-" + client);
    fill(file);
    if (failure.before() == Before.SYNCED) {
      target.engine().sync(SyncRequest.of(client, file));
      change(file);
    }
    StepFails network = new StepFails(step, failure.answer(), failure.network());
    fail(network, failure, client, file, data);
    String what = "step %d: %s".formatted(step, network.log().get(network.log().size() - 1));
    try (var engine =
        TestNode.engine(target.elector(), target.connections(), data, failure.limits())) {
      assertConverges(engine, client, file, what);
    }
    Files.delete(file);
    return network.log().size() >= step;
  }

  private void fail(StepFails network, Failure failure, ClientName client, Path file, Path data) {
    ConnectionSource disturbed = new WatchedConnections(target.connections(), network);
    try (var engine = TestNode.engine(target.elector(), disturbed, data, failure.limits())) {
      engine.sync(SyncRequest.of(client, file));
    } catch (SyncException e) {
      assertThat(e.getMessage()).doesNotContain("\n").isNotBlank();
      assertThat(e).isInstanceOf(TargetUnavailable.class);
    }
  }

  private void assertConverges(MirrorEngine engine, ClientName client, Path file, String what) {
    assertThatCode(() -> engine.sync(SyncRequest.of(client, file)))
        .as(what)
        .doesNotThrowAnyException();
    oracle.assertMirrors(engine, client, file, what);
    assertThat(
            target.query(
                "SELECT last_sync_status FROM sync_metadata.client_deployments WHERE client_name ='"
                    + client
                    + "'"))
        .as(what)
        .containsExactly("success");
  }

  private static void fill(Path file) {
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT, stars INTEGER)",
            "CREATE TABLE log (at INTEGER, what TEXT)",
            "CREATE TABLE old (id INTEGER PRIMARY KEY)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
                + " INSERT INTO note SELECT 'n' || i, hex(zeroblob(200)), i FROM n",
            "INSERT INTO log SELECT stars % 3, 'what' FROM note",
            "INSERT INTO old VALUES (1)");
  }

  private static void change(Path file) {
    new SqliteApp(file)
        .run(
            "UPDATE note SET body = 'changed' WHERE stars % 10 = 0",
            "DELETE FROM note WHERE stars % 100 = 1",
            "INSERT INTO note VALUES ('new', 'new', 1)",
            "DELETE FROM log WHERE rowid = 5",
            "ALTER TABLE note ADD COLUMN tag TEXT DEFAULT 'x'",
            "DROP TABLE old",
            "CREATE TABLE fresh (id INTEGER PRIMARY KEY)",
            "INSERT INTO fresh VALUES (1), (2)");
  }
}
