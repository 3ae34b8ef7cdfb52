package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every public type of a published module says what it is, but for those that are internal. */
final class PublicTypesTest {
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^ *public (?:(?:static|abstract|final|sealed|non-sealed) )*"
              + "(?:class|interface|record|enum|@interface) (\\w+)",
          Pattern.MULTILINE);
  private static final Pattern LAST_ANNOTATION =
      Pattern.compile("\\s@[\\w.]+(\\([^@]*\\))?\\s*\\z", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync-api",
        "sync-election",
        "sync-conflict",
        "sync-core",
        "sync-postgres",
        "sync-spring-boot-starter",
        "sync-test"
      })
  void aPublicTypeHasJavadoc(String module) throws IOException {
    List<String> bare = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (Path file : sources(Path.of("..", module, "src", "main", "java"))) {
      String source = Files.readString(file);
      Matcher type = PUBLIC_TYPE.matcher(source);
      while (type.find()) {
        all.add(type.group(1));
        if (!isDocumented(source.substring(0, type.start()))) {
          bare.add(file.getFileName() + ": " + type.group(1));
        }
      }
    }
    assertThat(all).isNotEmpty();
    assertThat(bare).isEmpty();
  }

  private static boolean isDocumented(String before) {
    String rest = before;
    Matcher annotation = LAST_ANNOTATION.matcher(rest);
    while (!rest.stripTrailing().endsWith("*/") && annotation.find()) {
      rest = rest.substring(0, annotation.start() + 1);
      annotation = LAST_ANNOTATION.matcher(rest);
    }
    return rest.stripTrailing().endsWith("*/");
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("internal"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    }
  }
}
