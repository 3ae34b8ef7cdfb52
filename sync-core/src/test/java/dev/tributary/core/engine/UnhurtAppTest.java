package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.FileState;
import dev.tributary.test.sqlite.JournalMode;
import dev.tributary.test.sqlite.LiveWriter;
import dev.tributary.test.sqlite.OpenWebUiFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The app does not notice that its file is mirrored. */
final class UnhurtAppTest {
  private static final Duration MOST_EXTRA = Duration.ofMillis(300);
  private static final int TRIES = 3;

  @TempDir Path directory;
  private EngineTarget target;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    file = Files.createDirectory(directory.resolve("app")).resolve("webui.db");
    target = EngineTarget.create(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    target.close();
  }

  @ParameterizedTest
  @EnumSource(JournalMode.class)
  void theFileAndItsNeighboursStayAsTheyAre(JournalMode mode) throws IOException {
    OpenWebUiFile.small(file).withChats(30).withJournalMode(mode).create();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    LiveWriter.Options silent = LiveWriter.Options.of(mode).withPause(Duration.ofHours(1));
    try (LiveWriter app = LiveWriter.start(file, silent)) {
      FileState before = FileState.of(file).withoutSharedMemory();
      target.sync(file);
      target.sync(file);
      assertThat(before.differencesTo(FileState.of(file).withoutSharedMemory())).isEmpty();
      app.kill();
    }
    FileState crashed = FileState.of(file).withoutSharedMemory();
    target.sync(file);
    assertThat(crashed.differencesTo(FileState.of(file).withoutSharedMemory())).isEmpty();
  }

  @Test
  void commitsOfTheAppStayQuick() throws Exception {
    measure(20);
  }

  @Tag("long")
  @Test
  void commitsToALargeFileStayQuick() throws Exception {
    measure(200);
  }

  /** A machine that is busy with something else gets another chance. */
  private void measure(int megabytes) throws Exception {
    OpenWebUiFile.megabytes(file, megabytes).create();
    target.sync(file);
    Duration extra = extra();
    for (int i = 1; i < TRIES && extra.compareTo(MOST_EXTRA) > 0; i++) {
      extra = extra();
    }
    assertThat(extra).isLessThanOrEqualTo(MOST_EXTRA);
  }

  private Duration extra() throws Exception {
    LiveWriter.Result alone;
    try (LiveWriter app = LiveWriter.start(file, LiveWriter.Options.of(JournalMode.DELETE))) {
      watch(app);
      alone = app.stop();
    }
    try (LiveWriter app = LiveWriter.start(file, LiveWriter.Options.of(JournalMode.DELETE))) {
      for (int i = 0; i < 4; i++) {
        target.sync(file);
      }
      LiveWriter.Result mirrored = app.stop();
      assertThat(mirrored.refused()).isZero();
      return mirrored.worst().minus(alone.worst());
    }
  }

  private static void watch(LiveWriter app) throws Exception {
    try {
      app.process().onExit().get(2, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // It lives and writes: that is what is measured.
      return;
    }
    throw new AssertionError("the app ended");
  }
}
