package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncOutcome;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.JournalMode;
import dev.tributary.test.sqlite.LiveWriter;
import dev.tributary.test.sqlite.OpenWebUiFile;
import dev.tributary.test.sqlite.RandomOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at moments spread over a run: the next run completes, and nothing is doubled. */
final class KilledRunTest {
  private static final int MOMENTS = 20;
  private static final int MANY_MOMENTS = 40;

  @TempDir Path directory;
  private EngineTarget target;
  private MirrorOracle oracle;
  private Path file;

  @BeforeEach
  void open() {
    file = directory.resolve("webui.db");
    target = EngineTarget.create(directory.resolve("data"));
    target.restart(EngineProcess.tinyPieces());
    oracle = new MirrorOracle(target, directory);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void anInitialLoadIsFinishedByTheNextRun() throws Exception {
    killLoads(MOMENTS, 20_261_122L);
  }

  @Test
  void incrementalSyncsUnderALiveAppAreMadeUpByTheNextRun() throws Exception {
    killSyncs(MOMENTS, 20_261_122L);
  }

  @Tag("long")
  @Test
  void manyInitialLoadsAreFinishedByTheNextRun() throws Exception {
    killLoads(MANY_MOMENTS, 7);
  }

  @Tag("long")
  @Test
  void manyIncrementalSyncsAreMadeUpByTheNextRun() throws Exception {
    killSyncs(MANY_MOMENTS, 7);
  }

  private void killLoads(int moments, long seed) throws Exception {
    OpenWebUiFile.small(file).withChats(150).create();
    Random random = new Random(seed);
    Duration whole = timeOfALoad();
    int killed = 0;
    EngineProcess next = loading(0);
    for (int i = 0; i < moments; i++) {
      try (EngineProcess node = next) {
        node.begin();
        next = loading(i + 1);
        killed += node.killAfter(moment(whole, i, moments, random)) ? 1 : 0;
      }
      resume(client(i), copy(i), "load, seed " + seed + " moment " + i);
    }
    next.close();
    assertThat(killed).as("kills in the middle of a load").isGreaterThan(moments / 2);
  }

  private Duration timeOfALoad() throws IOException {
    try (EngineProcess node = start(new ClientName("measured"), copyOf("measured"))) {
      node.begin();
      long begin = System.nanoTime();
      assertThat(node.outcome()).isEqualTo("COMPLETE");
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  private void killSyncs(int moments, long seed) throws Exception {
    JournalMode mode = JournalMode.WAL;
    OpenWebUiFile.small(file).withChats(60).withJournalMode(mode).create();
    target.sync(file);
    target.engine().close();
    Random random = new Random(seed);
    int killed = 0;
    LiveWriter.Options options =
        LiveWriter.Options.of(mode).withPause(Duration.ofMillis(50)).withRowBytes(50);
    try (LiveWriter writer = LiveWriter.start(file, options);
        RandomOperations operations = RandomOperations.on(file, seed)) {
      Duration whole = timeOfASync(operations);
      EngineProcess next = start(EngineTarget.ACME, file);
      for (int i = 0; i < moments; i++) {
        try (EngineProcess node = next) {
          operations.apply(40);
          target.expireLease();
          node.begin();
          next = start(EngineTarget.ACME, file);
          killed += node.killAfter(moment(whole, i, moments, random)) ? 1 : 0;
        }
      }
      next.close();
      writer.stop();
    }
    assertThat(killed).as("kills in the middle of a sync").isGreaterThan(moments / 2);
    resume(EngineTarget.ACME, file, "sync, seed " + seed);
  }

  private Duration timeOfASync(RandomOperations operations) {
    operations.apply(40);
    target.expireLease();
    try (EngineProcess node = start(EngineTarget.ACME, file)) {
      node.begin();
      long begin = System.nanoTime();
      assertThat(node.outcome()).isEqualTo("COMPLETE");
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  private static Duration moment(Duration whole, int i, int moments, Random random) {
    return Duration.ofNanos((long) (whole.toNanos() * (i + random.nextDouble()) / moments));
  }

  private void resume(ClientName client, Path source, String what) {
    target.expireLease();
    Limits limits = EngineProcess.tinyPieces();
    try (TestNode survivor =
        target.node("survivor", target.connections(), directory.resolve("survivor"), limits)) {
      assertThat(survivor.sync(client, source).outcome())
          .as(what)
          .isIn(SyncOutcome.COMPLETE, SyncOutcome.UNCHANGED);
      oracle.assertMirrors(survivor.engine(), client, source, what);
      assertThat(survivor.sync(client, source).rowsChanged()).as(what).isZero();
    }
    assertThat(target.query("SELECT DISTINCT status FROM sync_metadata.sync_jobs"))
        .as("jobs of dead runs: %s", what)
        .isSubsetOf(List.of("success", "running", "failed"));
  }

  private EngineProcess loading(int number) throws IOException {
    return start(client(number), copy(number));
  }

  private EngineProcess start(ClientName client, Path source) {
    return EngineProcess.start(target, directory.resolve("data-" + client), client, source);
  }

  private static ClientName client(int number) {
    return new ClientName("killed-" + number);
  }

  private Path copy(int number) throws IOException {
    return copyOf("copy-" + number);
  }

  private Path copyOf(String name) throws IOException {
    Path copy = directory.resolve(name + ".db");
    return Files.exists(copy) ? copy : Files.copy(file, copy);
  }
}
