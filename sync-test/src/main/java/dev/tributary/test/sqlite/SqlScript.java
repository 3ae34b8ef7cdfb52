package dev.tributary.test.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Statements from a resource beside this class, one per paragraph; only comments start with --. */
final class SqlScript {
  private SqlScript() {}

  static List<String> statements(String resource) {
    return Arrays.stream(text(resource).split("\n\\s*\n"))
        .map(SqlScript::withoutComments)
        .filter(statement -> !statement.isBlank())
        .toList();
  }

  private static String text(String resource) {
    try (InputStream in = SqlScript.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static String withoutComments(String paragraph) {
    return String.join("\n", paragraph.lines().filter(line -> !line.startsWith("--")).toList());
  }
}
