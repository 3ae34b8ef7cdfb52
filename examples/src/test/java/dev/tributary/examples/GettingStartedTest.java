package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for newcomers show code that compiles and SQL that runs. */
final class GettingStartedTest {
  private static final Path DOCS = Path.of("..", "docs");

  @TempDir Path folder;

  @Test
  void everyBlockOfJavaIsAPieceOfAnExample() throws IOException {
    String sources;
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/tributary/examples"))) {
      sources =
          files
              .map(GettingStartedTest::read)
              .map(GettingStartedTest::unindented)
              .collect(Collectors.joining("\n\n"));
    }
    List<String> blocks = blocks("getting-started-java.md", "java");
    assertThat(blocks).hasSize(6);
    assertThat(blocks).allSatisfy(block -> assertThat(sources).contains(unindented(block)));
  }

  @Test
  void everyStatementAnswersOnAMirror() throws Exception {
    List<String> statements = blocks("getting-started-sql.md", "sql");
    assertThat(statements).hasSize(6);
    List<Integer> rows = new ArrayList<>();
    try (BundledPostgres server =
        BundledPostgres.temporary(PostgresBinaries.bundled(), PostgresSettings.fast())) {
      new MirrorOneFile(folder, new PrintStream(PrintStream.nullOutputStream()))
          .run(server.access());
      try (Connection connection =
              DriverManager.getConnection(
                  server.access().jdbcUrl("postgres"),
                  server.access().user(),
                  server.access().password());
          Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          rows.add(count(statement, sql));
        }
      }
    }
    // two notes, one client, one deleted note, no strays, two notes, one last run
    assertThat(rows).containsExactly(2, 1, 1, 0, 2, 1);
  }

  private static int count(Statement statement, String sql) throws SQLException {
    int rows = 0;
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows++;
      }
    }
    return rows;
  }

  private static List<String> blocks(String page, String language) {
    return Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
        .matcher(read(DOCS.resolve(page)))
        .results()
        .map(block -> block.group(1))
        .toList();
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
