package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir Path temporary;
  private PostgresBinaries binaries;
  private DataDirectory directory;

  @BeforeEach
  void name() throws IOException {
    binaries = PostgresBinaries.bundled();
    directory = DataDirectory.at(temporary.resolve("cluster"));
  }

  @AfterEach
  void stop() throws IOException {
    directory.stopDetached();
  }

  @Test
  void nothingRunsInADirectoryThatIsNotThere() throws Exception {
    assertThat(directory.running()).isEmpty();
    assertThat(directory.stopDetached()).isFalse();
  }

  @Test
  void aSecondStartFindsTheRunningServer() throws Exception {
    PostgresAccess first = start();
    assertThat(start()).isEqualTo(first);
  }

  @Test
  void itComesBackOnItsPortAfterAStop() throws Exception {
    PostgresAccess first = start();
    assertThat(directory.stopDetached()).isTrue();
    assertThat(start()).isEqualTo(first);
  }

  @Test
  void itStartsAgainAfterACrash() throws Exception {
    PostgresAccess first = start();
    ProcessHandle server =
        PostmasterFile.in(directory.path().resolve("data"))
            .flatMap(PostmasterFile::server)
            .orElseThrow();
    List<ProcessHandle> processes = Stream.concat(Stream.of(server), server.descendants()).toList();
    Signals.KILL.send(Stream.of(server));
    // Its children notice a moment later, and hold the port until then.
    assertThat(Waiting.until(() -> allEnded(processes), Duration.ofSeconds(10))).isTrue();
    assertThat(directory.running()).isEmpty();
    assertThat(Queries.answer(start(), "SELECT 1")).isEqualTo("1");
    assertThat(directory.running()).contains(first);
  }

  @Test
  void anAttachedServerDoesNotStartOverADetachedOne() throws Exception {
    PostgresAccess access = start();
    assertThatThrownBy(
            () -> BundledPostgres.start(binaries, directory.path(), PostgresSettings.fast()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + access.port())
        .hasMessageContaining("use it, or stop it");
    assertThat(Queries.answer(access, "SELECT 1")).isEqualTo("1");
  }

  @Test
  void anAttachedServerIsNotStoppedByOthers() throws Exception {
    try (BundledPostgres attached =
        BundledPostgres.start(binaries, directory.path(), PostgresSettings.fast())) {
      assertThatThrownBy(directory::stopDetached)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by process");
      assertThat(directory.running()).contains(attached.access());
    }
  }

  private static boolean allEnded(List<ProcessHandle> processes) {
    return processes.stream().noneMatch(ProcessHandle::isAlive);
  }

  private PostgresAccess start() throws IOException {
    return directory.startDetached(binaries, PostgresSettings.fast());
  }
}
