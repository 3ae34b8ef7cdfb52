package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be a source is said before a database is made for it. */
final class BadSourceTest {
  @TempDir Path folder;

  @Test
  void textFileIsRefusedAndNothingIsCreated() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no database. ".repeat(100));
    assertThat(refused(text)).contains("notes.txt").contains("no SQLite file");
  }

  @Test
  void missingFileIsRefusedAndNothingIsCreated() throws IOException {
    assertThat(refused(folder.resolve("gone.db"))).contains("there is no file").contains("gone.db");
  }

  @Test
  void folderIsRefusedAndNothingIsCreated() throws IOException {
    assertThat(refused(Files.createDirectory(folder.resolve("app")))).contains("is not a file");
  }

  @Test
  void fileThatWasCutOffIsRefusedAndNothingIsCreated() throws IOException {
    Path cut = Files.writeString(folder.resolve("cut.db"), "SQLite format 3\0");
    assertThat(refused(cut)).contains("cut.db");
  }

  @Test
  void fileThatCannotBeLookedAtIsNotSaidToBeMissing() throws IOException {
    Path loop = folder.resolve("loop.db");
    Files.createSymbolicLink(loop, loop);
    assertThat(refused(loop))
        .contains("cannot look at " + loop)
        .contains("symbolic links")
        .doesNotContain("there is no file");
  }

  /** The one line that is said. */
  private String refused(Path source) throws IOException {
    Path data = folder.resolve("data");
    CommandRun run =
        CommandRun.of(
            "sync",
            "--source",
            source.toString(),
            "--client",
            "acme",
            "--data-dir",
            data.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().filter(line -> line.startsWith("tributary:"))).hasSize(1);
    assertThat(Files.exists(data)).isFalse();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSizeLessThanOrEqualTo(1);
    }
    return run.err();
  }
}
