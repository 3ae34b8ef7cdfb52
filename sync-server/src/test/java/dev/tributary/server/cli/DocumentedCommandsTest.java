package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whatever command a page, a message or a script names is there, with these options. */
final class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern FENCE = Pattern.compile("```[a-z]*\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern NAMED = Pattern.compile("(?<![\\w.-])tributary ([a-z][^\n]*)");

  /** What a person types as it stands there. */
  private static final Pattern TYPED =
      Pattern.compile("(?m)^(?:docker exec \\S+ )?\\S*?tributary ((?:[a-z]+ )[^\n]*)$");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

  @Test
  void theParserTakesWhatAPersonTypes() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path page : pages()) {
      if (!page.endsWith("cli.md") && !page.endsWith("conflicts.md")) {
        blocks(page).forEach(block -> all(TYPED, block).forEach(lines::add));
      }
    }
    assertThat(lines).hasSizeGreaterThan(30);
    CommandLine root = WrittenCommand.root();
    for (String line : lines) {
      String[] words = WrittenCommand.words(line).toArray(String[]::new);
      assertThatCode(() -> root.parseArgs(words)).as(line).doesNotThrowAnyException();
    }
  }

  @Test
  void everyCommandOfAPageIsThere() throws IOException {
    List<String> written = new ArrayList<>();
    for (Path page : pages()) {
      blocks(page).forEach(block -> all(NAMED, block).forEach(written::add));
      String prose = FENCE.matcher(Files.readString(page)).replaceAll("");
      all(CODE, prose)
          .map(code -> code.replace("\\|", "|").replaceFirst("^\\S*?tributary ", ""))
          .filter(code -> code.contains(" "))
          .forEach(written::add);
    }
    assertThatAllAreThere(written, 200);
  }

  @Test
  void everyCommandOfAMessageIsThere() throws IOException {
    List<String> written = new ArrayList<>();
    for (Path file : files(path -> path.toString().matches(".*/src/main/.*\\.java"))) {
      // A message may go on in the next line.
      String joined = Files.readString(file).replaceAll("\"\\s*\n\\s*\\+ \"", "");
      all(LITERAL, joined).forEach(text -> all(NAMED, text).forEach(written::add));
    }
    assertThatAllAreThere(written, 60);
  }

  @Test
  void everyCommandOfAScriptIsThere() throws IOException {
    List<String> written = new ArrayList<>();
    for (Path file :
        files(path -> path.toString().matches(".*/(docker|scripts|monitoring|benchmarks)/[^/]+"))) {
      all(NAMED, Files.readString(file)).forEach(written::add);
    }
    assertThatAllAreThere(written, 20);
  }

  private static void assertThatAllAreThere(List<String> written, int atLeast) {
    List<String> unknown = new ArrayList<>();
    long known = 0;
    for (String text : written) {
      // The end of a sentence in which it stands is none of its words.
      Optional<WrittenCommand> command =
          WrittenCommand.of(text.replaceFirst("[`\"';:,(].*|\\. .*|\\.$", ""));
      known += command.isPresent() ? 1 : 0;
      command
          .map(WrittenCommand::unknown)
          .filter(words -> !words.isEmpty())
          .ifPresent(words -> unknown.add(text + ": " + words));
    }
    assertThat(unknown).isEmpty();
    assertThat(known).isGreaterThan(atLeast);
  }

  private static List<Path> pages() throws IOException {
    return files(path -> path.toString().matches("\\.\\./([^/]+/)?(?!CHANGELOG)[^/]+\\.md"));
  }

  private static List<Path> files(Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT, 12)) {
      return all.filter(path -> !path.toString().contains("/target/"))
          .filter(path -> !path.toString().contains("/.git/"))
          .filter(wanted)
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private static Stream<String> blocks(Path page) {
    try {
      return all(FENCE, Files.readString(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
  }
}
