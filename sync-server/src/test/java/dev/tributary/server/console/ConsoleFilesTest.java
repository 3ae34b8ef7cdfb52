package dev.tributary.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page as files: nothing from elsewhere, nothing that makes markup of data, small modules. */
final class ConsoleFilesTest {
  private static final Path PAGE = Path.of("src", "main", "resources", "static");
  private static final Pattern REFERENCE =
      Pattern.compile("(?:from|src=|href=|import\\() ?[\"']([^\"'#]+)[\"']");

  @Test
  void nothingMakesMarkupOrCodeOfText() {
    for (Path file : files()) {
      assertThat(text(file))
          .as(file.toString())
          .doesNotContainPattern(
              "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|\\beval\\(|"
                  + "new Function|createContextualFragment|setHTML|srcdoc|javascript:");
    }
  }

  @Test
  void nothingIsInlineThatTheContentPolicyForbids() {
    assertThat(text(PAGE.resolve("index.html")))
        .doesNotContainPattern("<style|style=|\\son\\w+=|<script(?![^>]*src=)");
    for (Path file : files()) {
      assertThat(text(file)).as(file.toString()).doesNotContain("\"style\"", "cssText");
    }
  }

  @Test
  void everyReferenceIsAFileOfThePage() {
    for (Path file : files()) {
      Matcher references = REFERENCE.matcher(text(file));
      while (references.find()) {
        assertThat(file.resolveSibling(references.group(1)).normalize())
            .as("%s names %s", file, references.group(1))
            .isRegularFile();
      }
    }
  }

  @Test
  void noAddressOfAnotherHostIsThere() {
    for (Path file : files()) {
      assertThat(text(file).replace("http://www.w3.org/2000/svg", ""))
          .as(file.toString())
          .doesNotContain("http://", "https://");
    }
  }

  @Test
  void everyColourHasOnePlace() {
    assertThat(
            Pattern.compile("(?m)^\\s*(--[\\w-]+):")
                .matcher(text(PAGE.resolve("console/base.css")))
                .results()
                .map(name -> name.group(1)))
        .hasSizeGreaterThan(10)
        .doesNotHaveDuplicates();
  }

  @Test
  void everyFileIsSmall() {
    for (Path file : files()) {
      assertThat(text(file).lines().count()).as(file.toString()).isLessThanOrEqualTo(200);
    }
  }

  private static List<Path> files() {
    try (Stream<Path> all = Files.walk(PAGE)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).hasSizeGreaterThan(20);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
