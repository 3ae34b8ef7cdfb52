package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does with the schema, in this process; a node's role in one of its own. */
final class AdministratorCommandsTest {
  @TempDir private Path directory;
  private TestDatabase database;
  private String role;

  @BeforeEach
  void prepare() {
    database = PostgresServer.shared().newDatabase();
    role = "role_" + database.name();
  }

  @AfterEach
  void drop() throws SQLException {
    database.close();
    dropRole();
  }

  @Test
  void schemaIsInstalledOnceAndAgainWithoutHarm() {
    assertThat(db("status", "--json").exits(ExitCode.WAITING).json().get("current").asBoolean())
        .isFalse();
    int version = db("install", "--json").exits(0).json().get("version").asInt();

    assertThat(db("status", "--json").exits(0).json().get("version").asInt()).isEqualTo(version);
    assertThat(db("install", "--json").exits(0).json().get("version").asInt()).isEqualTo(version);
    assertThat(db("upgrade", "--json").exits(0).json().get("version").asInt()).isEqualTo(version);
  }

  @Test
  void upgradeOfNothingNamesInstall() {
    db("upgrade").failsWith("tributary db install");
  }

  @Test
  void roleGetsAPasswordThatOnlyItsFileHolds() throws Exception {
    db("install").exits(0);
    Path file = directory.resolve("role.password");

    CommandRun made = makeRole("one", file).exits(0);

    String password = Files.readString(file).strip();
    assertThat(password).hasSizeGreaterThan(30);
    assertThat(made.out() + made.err()).doesNotContain(password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(
            CommandRun.with(access(role, file), "db", "status", "--json")
                .exits(0)
                .json()
                .get("cluster_name")
                .asText())
        .isEqualTo("one");
  }

  @Test
  void roleOfAnotherClusterIsRefusedWithTheNameOfItsOwn() throws Exception {
    db("install").exits(0);
    Path file = directory.resolve("role.password");
    makeRole("one", file).exits(0);
    Path source = SourceFiles.small(directory.resolve("app.db"));

    CommandRun.with(
            access(role, file),
            "sync",
            "--source",
            source.toString(),
            "--client",
            "acme",
            "--cluster",
            "two",
            "--data-dir",
            directory.resolve("data").toString())
        .failsWith("serves cluster one", "--cluster one");
    makeRole("two", file).failsWith("one");
  }

  @Test
  void purgeKeepsWhatTheRetentionProtects() {
    db("install").exits(0);
    db("purge", "--older-than-days", "1").failsWith("retention.minimum");
    assertThat(db("purge", "--older-than-days", "90", "--json").exits(0).json().at("/removed"))
        .hasSizeGreaterThan(2);
  }

  private CommandRun makeRole(String cluster, Path file) {
    return db("role", "--cluster", cluster, "--name", role, "--password-file", file.toString());
  }

  private CommandRun db(String command, String... more) {
    List<String> all = new ArrayList<>(List.of("db", command, "--target", url(administrator())));
    all.addAll(List.of(more));
    return CommandHere.bare(all.toArray(String[]::new));
  }

  private Map<String, String> access(String user, Path passwordFile) {
    return Map.of("DATABASE_URL", url(user), "DATABASE_PASSWORD_FILE", passwordFile.toString());
  }

  private String administrator() {
    return database.superuser() + ":" + database.password();
  }

  private String url(String user) {
    return "postgresql://%s@127.0.0.1:%d/%s"
        .formatted(user, database.server().port(), database.name());
  }

  private void dropRole() throws SQLException {
    try (TestDatabase other = PostgresServer.shared().newDatabase();
        Connection connection = other.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS " + role);
    }
  }
}
