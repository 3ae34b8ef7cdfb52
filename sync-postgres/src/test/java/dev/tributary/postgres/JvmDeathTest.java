package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a server whose JVM is killed with {@code kill -9}. */
final class JvmDeathTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path temporary;

  @Test
  void anAttachedServerEndsWithItsJvm() throws Exception {
    Process child = child("attached", temporary.resolve("cluster").toString());
    PostgresAccess access = ChildJvm.access(child);
    ProcessHandle server = server(temporary.resolve("cluster"));
    assertThat(Queries.answer(access, "SELECT 1")).isEqualTo("1");

    child.destroyForcibly().waitFor();
    assertThat(Waiting.until(() -> !server.isAlive(), PATIENCE)).isTrue();

    PostgresBinaries binaries = PostgresBinaries.bundled();
    try (BundledPostgres again =
        BundledPostgres.start(binaries, temporary.resolve("cluster"), PostgresSettings.fast())) {
      assertThat(Queries.answer(again.access(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aFrozenAttachedServerEndsAsWell() throws Exception {
    Process child = child("attached", temporary.resolve("cluster").toString());
    ChildJvm.access(child);
    ProcessHandle server = server(temporary.resolve("cluster"));
    Signals.STOP.send(server.descendants());
    Signals.STOP.send(Stream.of(server));

    child.destroyForcibly().waitFor();
    assertThat(Waiting.until(() -> !server.isAlive(), PATIENCE)).isTrue();
  }

  @Test
  void aTemporaryDirectoryIsRemoved() throws Exception {
    Path place = Files.createDirectory(temporary.resolve("tmp"));
    Process child = ChildJvm.start(caches(), List.of("-Djava.io.tmpdir=" + place), "temporary");
    ChildJvm.access(child);
    assertThat(place).isNotEmptyDirectory();

    child.destroyForcibly().waitFor();
    assertThat(Waiting.until(() -> isEmpty(place), PATIENCE)).isTrue();
  }

  @Test
  void aDetachedServerLivesOnAndIsStoppedByCommand() throws Exception {
    DataDirectory directory = DataDirectory.at(temporary.resolve("cluster"));
    Process child = child("detached", directory.path().toString());
    PostgresAccess access = ChildJvm.access(child);
    try {
      child.destroyForcibly().waitFor();

      assertThat(Queries.answer(access, "SELECT 1")).isEqualTo("1");
      assertThat(directory.running()).contains(access);
    } finally {
      assertThat(directory.stopDetached()).isTrue();
    }
    assertThat(directory.running()).isEmpty();
  }

  @Test
  void twoJvmsUnpackAtOnceIntoOneDirectory() throws Exception {
    Path caches = temporary.resolve("fresh caches");
    Process one = ChildJvm.start(caches, List.of(), "unpack");
    Process other = ChildJvm.start(caches, List.of(), "unpack");
    String said = ChildJvm.line(one);
    assertThat(said).contains(caches.toString()).isEqualTo(ChildJvm.line(other));
    one.destroyForcibly().waitFor();
    other.destroyForcibly().waitFor();
    try (Stream<Path> unpacked = Files.list(caches.resolve("tributary"))) {
      assertThat(unpacked).hasSize(1);
    }
  }

  private Process child(String... arguments) throws IOException {
    return ChildJvm.start(caches(), List.of(), arguments);
  }

  /** The cache of this JVM, so that the other one need not unpack again. */
  private static Path caches() throws IOException {
    Path programs = Path.of(PostgresBinaries.bundled().program("postgres"));
    return programs.getParent().getParent().getParent().getParent();
  }

  private static ProcessHandle server(Path cluster) throws IOException {
    return PostmasterFile.in(new ClusterFiles(cluster).data())
        .flatMap(PostmasterFile::server)
        .orElseThrow();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> content = Files.list(directory)) {
      return content.findAny().isEmpty();
    }
  }
}
