package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disaster recovery, backup and upgrade of docs/operations.md: its steps, one after the other. */
final class RecoveryTest {
  private static final String METADATA = "/dev/tributary/core/metadata/";
  private static final String NEWEST = "028_lifecycle.sql";

  @TempDir Path directory;

  @Test
  void aLostDatabaseIsFilledAgainFromTheFiles() throws Exception {
    Path file = client("lost");
    try (CommandHere commands = CommandHere.withoutSchema(directory.resolve("data"))) {
      schema(commands, "install").exits(ExitCode.DONE);
      role(commands);
      registered(commands);
      sync(commands, "lost").exits(ExitCode.DONE);
      isEqual(commands, "lost", file);
    }
  }

  @Test
  void withoutItsMetadataAMirrorIsSetAsideAndMadeAnew() throws Exception {
    Path file = client("aside");
    try (CommandHere commands = new CommandHere(directory.resolve("data"))) {
      registered(commands);
      sync(commands, "aside").exits(ExitCode.DONE);
      new SqliteApp(file).run("DELETE FROM note WHERE id = 1");
      sync(commands, "aside").exits(ExitCode.DONE);
      commands.execute("DROP SCHEMA sync_metadata CASCADE");

      schema(commands, "install").exits(ExitCode.DONE);
      role(commands);
      commands.execute("ALTER SCHEMA client_aside RENAME TO client_aside_before");
      registered(commands);
      sync(commands, "aside").exits(ExitCode.DONE);
      isEqual(commands, "aside", file);
      assertThat(commands.query("SELECT count(*) FROM client_aside_before._sync_archive"))
          .containsExactly("1");
    }
  }

  /** A backup of sync_metadata alone has no triggers of the clients' tables. */
  @Test
  void anInstallationMakesMissingTriggersOfMirrorsAgain() throws Exception {
    client("trigger");
    try (CommandHere commands = new CommandHere(directory.resolve("data"))) {
      registered(commands);
      sync(commands, "trigger").exits(ExitCode.DONE);
      commands.execute("DROP TRIGGER _sync_drift_row ON client_trigger.note");
      schema(commands, "install").exits(ExitCode.DONE);
      commands.execute("UPDATE client_trigger.note SET body = 'by another' WHERE id = 1");
      assertThat(commands.query("SELECT op FROM client_trigger._sync_drift"))
          .containsExactly("update");
    }
  }

  /** With PostgreSQL's own tools, as the page prints it. */
  @Test
  @Tag("machine")
  void metadataOutOfABackupGoesOnWhereItWas() throws Exception {
    Path file = client("backup");
    try (PostgresServer server = PostgresServer.start(15);
        CommandHere commands = CommandHere.on(server, directory.resolve("data"))) {
      registered(commands);
      sync(commands, "backup").exits(ExitCode.DONE);
      String admin = commands.url(server.superuser(), server.password());
      shell("pg_dump --schema=sync_metadata --format=custom --file=sync_metadata.dump", admin);
      new SqliteApp(file)
          .run(
              "INSERT INTO note (body) VALUES ('later')",
              "CREATE TABLE newer (id INTEGER PRIMARY KEY)");
      sync(commands, "backup").exits(ExitCode.DONE);

      restore(commands, admin);
      assertThat(sync(commands, "backup", "--full").exits(ExitCode.FAILED).err())
          .contains("newer", "already exists");
      commands.execute("ALTER SCHEMA client_backup RENAME TO client_backup_before");
      sync(commands, "backup", "--full").exits(ExitCode.DONE);
      isEqual(commands, "backup", file);

      shell("pg_dump --schema=sync_metadata --format=custom --file=sync_metadata.dump", admin);
      restore(commands, admin);
      assertThat(sync(commands, "backup", "--full").exits(ExitCode.DONE).out())
          .contains("0 changed");
      isEqual(commands, "backup", file);
      commands.execute("UPDATE client_backup.note SET body = 'by another' WHERE id = 1");
      assertThat(commands.query("SELECT count(*) FROM client_backup._sync_drift"))
          .containsExactly("1");
    }
  }

  private void restore(CommandHere commands, String admin) throws Exception {
    commands.execute("DROP SCHEMA sync_metadata CASCADE");
    shell("pg_restore --exit-on-error sync_metadata.dump --dbname", admin);
    schema(commands, "install").exits(ExitCode.DONE);
  }

  @Test
  void anOlderSchemaIsRefusedUntilItIsUpgraded() throws Exception {
    Path file = client("upgraded");
    try (CommandHere commands = CommandHere.withoutSchema(directory.resolve("data"))) {
      filesBefore(NEWEST).forEach(commands::execute);
      commands.execute("INSERT INTO sync_metadata.settings VALUES ('own', '7', 'own')");
      assertThat(schema(commands, "status").exits(ExitCode.WAITING).out())
          .contains("version 24", "tributary db upgrade");
      schema(commands, "upgrade").exits(ExitCode.DONE);
      schema(commands, "status").exits(ExitCode.DONE);
      role(commands);
      registered(commands);
      sync(commands, "upgraded").exits(ExitCode.DONE);
      isEqual(commands, "upgraded", file);
      assertThat(commands.query("SELECT value FROM sync_metadata.settings WHERE name = 'own'"))
          .containsExactly("7");
      refusesANewerOne(commands);
    }
  }

  /** As an older program does after somebody upgraded the schema. */
  private static void refusesANewerOne(CommandHere commands) {
    commands.execute("INSERT INTO sync_metadata.schema_version VALUES (1000, 'from the future')");
    for (CommandRun refused :
        List.of(
            sync(commands, "upgraded"), schema(commands, "upgrade"), schema(commands, "install"))) {
      assertThat(refused.exits(ExitCode.FAILED).err().strip())
          .endsWith(
              "schema sync_metadata has version 1000, this program knows 28: use a newer program");
    }
  }

  /** The page and this test speak of the same commands. */
  @Test
  void thePageNamesWhatIsTriedHere() throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "operations.md")))
        .contains(
            "pg_dump --schema=sync_metadata --format=custom --file=sync_metadata.dump \"$ADMIN_URL\"",
            "pg_restore --exit-on-error sync_metadata.dump --dbname \"$ADMIN_URL\"",
            "DROP SCHEMA IF EXISTS sync_metadata CASCADE",
            "ALTER SCHEMA client_acme RENAME TO client_acme_before",
            "tributary db install",
            "tributary client discover '/opt/openwebui/*/data/webui.db' --register --start",
            "tributary client sync --client acme --full",
            "an administrator runs: tributary db upgrade",
            "use a newer program");
  }

  private static List<String> filesBefore(String newest) throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of("..", "sync-core", "src", "main", "resources" + METADATA))) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names).last().isEqualTo(newest);
      return names.subList(0, names.size() - 1).stream().map(RecoveryTest::resource).toList();
    }
  }

  private static String resource(String name) {
    try (InputStream in = RecoveryTest.class.getResourceAsStream(METADATA + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path client(String name) throws Exception {
    Path file = Files.createDirectories(directory.resolve(name).resolve("data"));
    Path made = file.resolve("webui.db");
    new SqliteApp(made)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note (body) VALUES ('one'), ('two'), ('three'), ('four'), ('five')");
    return made;
  }

  private static CommandRun schema(CommandHere commands, String command) {
    String url = commands.url(commands.database().superuser(), commands.database().password());
    return CommandHere.bare("db", command, "--target", url);
  }

  private void role(CommandHere commands) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "secret\n");
    commands
        .asAdministrator(
            "db", "role", "--name", commands.role("one"), "--password-file", password.toString())
        .exits(ExitCode.DONE);
  }

  private void registered(CommandHere commands) {
    commands
        .run("client", "discover", directory + "/*/data/webui.db", "--register", "--start")
        .exits(ExitCode.DONE);
  }

  private static CommandRun sync(CommandHere commands, String client, String... more) {
    String[] words =
        Stream.concat(Stream.of("client", "sync", "--client", client), Stream.of(more))
            .toArray(String[]::new);
    return commands.run(words);
  }

  private static void isEqual(CommandHere commands, String client, Path file) {
    assertThat(
            commands
                .run("verify", "--client", client, "--source", file.toString())
                .exits(ExitCode.DONE)
                .out())
        .contains("equal");
  }

  private void shell(String command, String url) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command + " '" + url + "'")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
