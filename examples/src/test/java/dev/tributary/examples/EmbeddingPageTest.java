package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/embedding.md says of threads, class loaders and versions is what the sources say. */
final class EmbeddingPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern THREAD = Pattern.compile("\"(sync-[a-z]+(-[a-z]+)*)-?");
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "Jackson 2", "jackson",
          "Caffeine", "caffeine",
          "HikariCP", "hikaricp",
          "Micrometer, if it is there", "micrometer",
          "pgjdbc", "postgresql",
          "sqlite-jdbc", "sqlite-jdbc",
          "Spring Framework", "spring");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync-api",
        "sync-election",
        "sync-conflict",
        "sync-core",
        "sync-postgres",
        "sync-spring-boot-starter"
      })
  void everyThreadIsOnThePage(String module) throws IOException {
    String page = page();
    Set<String> missing = new TreeSet<>();
    Matcher names = THREAD.matcher(sources(module));
    while (names.find()) {
      if (!page.contains("`" + names.group(1))) {
        missing.add(names.group(1));
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void oneClassAloneAsksForAContextClassLoader() throws IOException {
    Set<String> asking = new TreeSet<>();
    for (String module : new String[] {"sync-api", "sync-election", "sync-conflict", "sync-core"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (Files.readString(file).contains("getContextClassLoader")) {
            asking.add(file.getFileName().toString());
          }
        }
      }
    }
    assertThat(asking).containsExactly("CustomResolvers.java");
  }

  @Test
  void versionsAreThoseOfTheBuild() throws IOException {
    String parent = Files.readString(ROOT.resolve("pom.xml"));
    String page = page();
    LIBRARIES.forEach(
        (name, property) -> {
          Matcher row =
              Pattern.compile("\\| " + name + " \\| [^|]+ \\| [^|]+ \\| ([\\d.]+) \\|")
                  .matcher(page);
          assertThat(row.find()).as(name).isTrue();
          assertThat(parent)
              .contains("<%s.version>%s</%s.version>".formatted(property, row.group(1), property));
        });
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/embedding.md"));
  }

  private static String sources(String module) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
