package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and rows that cannot be mirrored, as a person at the command line sees them. */
final class SourceProblemsTest {
  @TempDir private Path directory;

  @Test
  void eachBadFileIsToldInOneLineAndNothingIsMade() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("app"));
    byte[] sound = Files.readAllBytes(SourceFiles.small(directory.resolve("sound.db")));
    Files.write(folder.resolve("truncated.db"), Arrays.copyOf(sound, sound.length - 100));
    Files.writeString(folder.resolve("text.db"), "id,body\n".repeat(200));
    Files.createFile(folder.resolve("empty.db"));
    byte[] noise = new byte[8192];
    new Random(1).nextBytes(noise);
    Files.write(folder.resolve("encrypted.db"), noise);
    Files.createDirectory(folder.resolve("directory.db"));
    List<Path> before = list(folder);
    for (String name : List.of("truncated", "text", "empty", "encrypted", "directory", "missing")) {
      Path bad = folder.resolve(name + ".db");
      CommandRun run =
          CommandRun.of("plan", "--source", bad.toString(), "--data-dir", data())
              .failsWith("" + bad);
      assertThat(run.err().lines().filter(line -> line.startsWith("tributary: ")))
          .as(name)
          .hasSize(1);
    }
    assertThat(list(folder)).isEqualTo(before);
  }

  @Test
  void aRowThatWaitsForAPersonShowsInTheExitCodeUntilItIsThrough() throws Exception {
    Path source = SourceFiles.small(directory.resolve("app.db"));
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      Map<String, String> access = access(database);
      CommandRun.with(access, "db", "install").exits(ExitCode.DONE);
      sync(access, source).exits(ExitCode.DONE);
      execute(database, "ALTER TABLE client_acme.note ADD CONSTRAINT few CHECK (id < 4)");
      new SqliteApp(source).run("INSERT INTO note VALUES (4, 'x', 1), (0, 'y', 1)");
      JsonNode refused = sync(access, source).exits(ExitCode.WAITING).json();
      assertThat(refused.get("outcome").asText()).isEqualTo("partial");
      assertThat(refused.get("waiting").asInt()).isEqualTo(1);
      execute(database, "ALTER TABLE client_acme.note DROP CONSTRAINT few");
      JsonNode healed = sync(access, source).exits(ExitCode.DONE).json();
      assertThat(healed.get("waiting").asInt()).isZero();
    }
  }

  private CommandRun sync(Map<String, String> access, Path source) {
    return CommandRun.with(
        access,
        "sync",
        "--source",
        source.toString(),
        "--client",
        "acme",
        "--data-dir",
        data(),
        "--full",
        "--json");
  }

  private Map<String, String> access(TestDatabase database) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), database.password() + "\n");
    return Map.of(
        "DATABASE_URL",
        "postgresql://%s@127.0.0.1:%d/%s"
            .formatted(database.superuser(), database.server().port(), database.name()),
        "DATABASE_PASSWORD_FILE",
        password.toString());
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }
}
