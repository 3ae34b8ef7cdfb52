package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The front page shows code that compiles, for it is taken from an example. */
final class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path EXAMPLE =
      Path.of("src/main/java/dev/tributary/examples/MirrorOneFile.java");
  private static final String OPENING = "```java\n";

  @Test
  void theQuickStartIsPartOfTheExample() throws IOException {
    String shown = quickStart();
    assertThat(shown.lines()).hasSizeBetween(10, 15);
    assertThat(unindented(Files.readString(EXAMPLE))).contains(unindented(shown));
  }

  private static String quickStart() throws IOException {
    String readme = Files.readString(README);
    int start = readme.indexOf(OPENING) + OPENING.length();
    return readme.substring(start, readme.indexOf("```", start));
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
