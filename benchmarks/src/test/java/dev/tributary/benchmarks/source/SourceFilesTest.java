package dev.tributary.benchmarks.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {

  @Test
  void theSameNumberOfRowsGivesTheSameRows(@TempDir Path one, @TempDir Path other)
      throws Exception {
    for (Path directory : new Path[] {one, other}) {
      new SourceFiles(directory).chat(200);
      new SourceFiles(directory).narrow(200);
    }

    assertThat(text(one, "chat-200-v1.text")).isEqualTo(text(other, "chat-200-v1.text"));
    assertThat(text(one, "narrow-200-v1.text")).isEqualTo(text(other, "narrow-200-v1.text"));
  }

  @Test
  void whatCopyWouldTakeForASignIsEscaped(@TempDir Path directory) throws Exception {
    Source source = new SourceFiles(directory).chat(50);

    assertThat(Files.readAllLines(source.text())).hasSize(50);
    assertThat(Files.readAllLines(source.text()))
        .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(source.columns().size()));
  }

  private static String text(Path directory, String name) throws Exception {
    return Files.readString(directory.resolve(name));
  }
}
