package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command line that the pages show is one that the parser takes. */
final class DocumentedCommandsTest {
  private static final List<Path> PAGES =
      List.of(
          Path.of("..", "README.md"),
          Path.of("..", "docs", "getting-started-operator.md"),
          Path.of("..", "docs", "getting-started-spring.md"));

  @Test
  void theParserTakesEachOfThem() {
    List<String> lines = PAGES.stream().flatMap(DocumentedCommandsTest::commands).toList();
    assertThat(lines).hasSizeGreaterThan(15);
    for (String line : lines) {
      CommandLine root =
          Tributary.commandLine(
              new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
      assertThatCode(() -> root.parseArgs(line.split("\\s+"))).as(line).doesNotThrowAnyException();
    }
  }

  private static Stream<String> commands(Path page) {
    try {
      return Files.readString(page)
          .lines()
          .filter(line -> line.startsWith("./tributary "))
          .map(line -> line.replaceFirst("^\\./tributary ", "").replaceFirst("\\s+#.*", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
