package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page names every program, and each can be started. */
final class ExamplesReadmeTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/tributary/examples");

  @Test
  void everyProgramHasItsRowAndEveryRowItsProgram() throws Exception {
    String page = Files.readString(Path.of("README.md"));
    Set<String> named =
        Pattern.compile("`(\\w+)` (?:\\||is the job)")
            .matcher(page)
            .results()
            .map((MatchResult row) -> row.group(1))
            .collect(Collectors.toSet());
    assertThat(named).isEqualTo(programs());
    for (String name : named) {
      Method main =
          Class.forName("dev.tributary.examples." + name).getMethod("main", String[].class);
      assertThat(Modifier.isStatic(main.getModifiers())).isTrue();
    }
  }

  private static Set<String> programs() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> !name.equals("package-info"))
          .collect(Collectors.toSet());
    }
  }
}
