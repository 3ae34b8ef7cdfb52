package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessOwnerTest {
  @TempDir Path temporary;

  @Test
  void everyWayThatThisMachineAllowsRunsAServer() throws Exception {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (ProcessOwner owner : allowed()) {
      Path directory = temporary.resolve(owner.name());
      PostgresBinaries binaries = binaries(owner, temporary.resolve("caches"));
      try (BundledPostgres server =
          BundledPostgres.start(binaries, directory, PostgresSettings.durable())) {
        Queries.run(server.access(), "CREATE TABLE kept AS SELECT 1 AS n");
        server.crash();
        server.restart();
        assertThat(Queries.answer(server.access(), "SELECT n FROM kept")).isEqualTo("1");
        server.freeze();
        server.thaw();
      }
    }
  }

  @Test
  void aCacheFromWhichNothingRunsIsPassedOver() throws Exception {
    Path notADirectory = Files.createFile(temporary.resolve("file"));
    Path good = temporary.resolve("good");
    BinaryCache cache = new BinaryCache(List.of(notADirectory, good));
    assertThat(PostgresBinaries.fromArchive(archive(), cache, ProcessOwner.find()).toString())
        .contains(good.toString());
  }

  @Test
  void noCacheAtAllIsSaidWithTheWayOut() throws Exception {
    Path notADirectory = Files.createFile(temporary.resolve("file"));
    BinaryCache cache = new BinaryCache(List.of(notADirectory));
    assertThatThrownBy(() -> PostgresBinaries.fromArchive(archive(), cache, ProcessOwner.find()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(notADirectory.toString())
        .hasMessageContaining("XDG_CACHE_HOME");
  }

  @Test
  void aCacheThatOthersMayWriteIsNotTrusted() throws Exception {
    Path open = Files.createDirectory(temporary.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    BinaryCache cache = new BinaryCache(List.of(open));
    assertThatThrownBy(() -> PostgresBinaries.fromArchive(archive(), cache, ProcessOwner.find()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("others may write there");
  }

  private static List<ProcessOwner> allowed() throws IOException {
    return ProcessOwner.find() == ProcessOwner.SELF
        ? List.of(ProcessOwner.SELF)
        : List.of(ProcessOwner.USER_NAMESPACE, ProcessOwner.NOBODY).stream()
            .filter(ProcessOwnerTest::works)
            .toList();
  }

  private static boolean works(ProcessOwner owner) {
    try {
      return Command.works(owner.command("true"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static PostgresBinaries binaries(ProcessOwner owner, Path cache) throws IOException {
    return PostgresBinaries.fromArchive(archive(), new BinaryCache(List.of(cache)), owner);
  }

  private static Archive archive() {
    return new Archive(PostgresBinaries.class.getResource("/" + PostgresBinaries.archiveName()));
  }
}
