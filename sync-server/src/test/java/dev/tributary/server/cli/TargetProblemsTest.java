package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetProblemsTest {
  @TempDir private Path directory;
  private TestDatabase database;
  private Path source;
  private Path password;

  @BeforeEach
  void prepare() throws Exception {
    database = PostgresServer.shared().newDatabase();
    source = SourceFiles.small(directory.resolve("app.db"));
    password = Files.writeString(directory.resolve("password"), database.password() + "\n");
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void unreachablePortIsNamed() throws IOException {
    int port = closedPort();
    sync(url("u", port, "d"), password).failsWith("127.0.0.1:" + port);
  }

  @Test
  void wrongPasswordIsToldWithoutShowingIt() throws IOException {
    Path wrong = Files.writeString(directory.resolve("wrong"), "geheimnis\n");
    CommandRun run = sync(own(), wrong).failsWith(database.superuser(), "password");
    assertThat(run.err()).doesNotContain("geheimnis");
  }

  /** Nothing travels to another machine, so that encryption is not the trouble. */
  @Test
  void missingPasswordOnThisMachineIsTheOnlyThingToMend() {
    CommandRun run =
        CommandRun.with(
                Map.of("DATABASE_URL", own(), "PGPASSFILE", directory.resolve("none").toString()),
                "db",
                "status")
            .failsWith("no password was provided; give a password (DATABASE_PASSWORD_FILE");
    assertThat(run.err()).doesNotContain("encrypt", "sslmode");
  }

  @Test
  void passwordInTheTargetWorksWithAWarningAndIsNotRepeated() {
    String url = own().replace("@", ":" + database.password() + "@");
    CommandRun run =
        CommandRun.of("sync", "--source", source.toString(), "--client", "a", "--target", url)
            .failsWith("tributary db install", "DATABASE_PASSWORD_FILE");
    assertThat(run.err()).doesNotContain(database.password());
  }

  @Test
  void missingPasswordFileIsNamed() {
    sync(own(), directory.resolve("nowhere")).failsWith("nowhere");
  }

  @Test
  void databaseThatIsNotThereIsNamed() {
    sync(url(database.superuser(), database.server().port(), "no_such"), password)
        .failsWith("no_such");
  }

  @Test
  void databaseWithoutTheSchemaNamesTheCommandThatInstallsIt() {
    sync(own(), password).failsWith("tributary db install");
  }

  @Test
  void roleWithoutRightsNamesTheCommandThatGivesThem() throws Exception {
    db("install").exits(0);
    String role = "plain_" + database.name();
    execute("CREATE ROLE %s LOGIN PASSWORD 'plain'".formatted(role));
    Path plain = Files.writeString(directory.resolve("plain"), "plain\n");
    try {
      sync(url(role, database.server().port(), database.name()), plain)
          .failsWith("tributary db role");
    } finally {
      execute("DROP ROLE " + role);
    }
  }

  @Test
  void wrongAddressInTheEnvironmentNamesTheVariable() {
    CommandRun.with(
            Map.of("DATABASE_URL", "mysql://u:geheimnis@h/d"),
            "sync",
            "--source",
            source.toString(),
            "--client",
            "a")
        .failsWith("DATABASE_URL", "postgresql://");
  }

  @Test
  void failureIsADocumentToo() throws IOException {
    CommandRun run =
        CommandRun.with(
                Map.of("DATABASE_URL", url("u", closedPort(), "d")),
                "sync",
                "--source",
                source.toString(),
                "--client",
                "a",
                "--json")
            .exits(ExitCode.FAILED);
    assertThat(run.json().at("/error/kind").asText()).isEqualTo("target_unavailable");
    assertThat(run.json().at("/error/message").asText()).contains("127.0.0.1");
  }

  private CommandRun sync(String url, Path passwordFile) {
    return CommandRun.with(
        Map.of("DATABASE_URL", url, "DATABASE_PASSWORD_FILE", passwordFile.toString()),
        "sync",
        "--source",
        source.toString(),
        "--client",
        "a",
        "--data-dir",
        directory.resolve("data").toString());
  }

  private CommandRun db(String command) {
    return CommandRun.with(
        Map.of("DATABASE_URL", own(), "DATABASE_PASSWORD_FILE", password.toString()),
        "db",
        command);
  }

  private String own() {
    return url(database.superuser(), database.server().port(), database.name());
  }

  private static String url(String user, int port, String database) {
    return "postgresql://%s@127.0.0.1:%d/%s".formatted(user, port, database);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
