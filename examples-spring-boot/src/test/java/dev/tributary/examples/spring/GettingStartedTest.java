package dev.tributary.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page shows code that runs, for it is taken from this module. */
final class GettingStartedTest {
  private static final Path PAGE = Path.of("..", "docs", "getting-started-spring.md");
  private static final Pattern BLOCK = Pattern.compile("```(java|yaml)\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyBlockIsAPieceOfTheExample() throws IOException {
    String sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      sources =
          files
              .filter(Files::isRegularFile)
              .map(GettingStartedTest::read)
              .map(GettingStartedTest::unindented)
              .collect(Collectors.joining("\n\n"));
    }
    List<String> blocks =
        BLOCK.matcher(read(PAGE)).results().map((MatchResult block) -> block.group(2)).toList();
    assertThat(blocks).hasSize(4);
    assertThat(blocks).allSatisfy(block -> assertThat(sources).contains(unindented(block).strip()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
