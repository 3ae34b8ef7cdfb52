package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.core.MetadataSchema;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that fails says why and what to do, on one screen, and shows no password. */
@ExtendWith(OutputCaptureExtension.class)
final class FailedStartTest {
  private static Installed installed;
  @TempDir Path folder;

  @BeforeAll
  static void install() {
    installed = Installed.fresh();
  }

  @AfterAll
  static void drop() {
    installed.close();
  }

  @Test
  void theSchemaIsMissing(CapturedOutput output) {
    try (TestDatabase empty = PostgresServer.shared().newDatabase()) {
      fails(
          "--tributary.datasource.url=" + empty.jdbcUrl(),
          "--tributary.datasource.username=" + empty.superuser(),
          "--tributary.datasource.password=" + empty.password());
    }
    explained(output, "the schema sync_metadata is not installed", "tributary db install");
  }

  @Test
  void theRoleServesNoCluster(CapturedOutput output) {
    fails(
        "--tributary.datasource.username=" + installed.database().superuser(),
        "--tributary.datasource.password=" + installed.database().password());
    explained(output, "it serves no cluster", "tributary db role --cluster boot");
  }

  @Test
  void theRoleServesAnotherCluster(CapturedOutput output) {
    fails("--tributary.cluster=other");
    explained(
        output, "serves cluster boot, and tributary.cluster is 'other'", "tributary.cluster=boot");
  }

  @Test
  void thePasswordIsWrong(CapturedOutput output) {
    fails("--tributary.datasource.password=not-the-one");
    explained(output, "the database of Tributary", "tributary.datasource");
    assertThat(output.getAll()).doesNotContain("not-the-one");
  }

  @Test
  void theDatabaseDoesNotAnswer(CapturedOutput output) {
    fails("--tributary.datasource.url=postgresql://127.0.0.1:1/none");
    explained(output, "the database of Tributary does not answer", "tributary.startup-check=warn");
  }

  @Test
  void theFileIsMissing(CapturedOutput output) {
    fails(
        "--tributary.clients[0].name=acme",
        "--tributary.clients[0].source=" + folder.resolve("missing.db"));
    explained(
        output,
        "tributary.clients[0].source cannot be read",
        "Set it to the path of client acme's SQLite file");
  }

  @Test
  void theFileIsNoDatabase(CapturedOutput output) throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no database at all ".repeat(99));
    fails("--tributary.clients[0].name=acme", "--tributary.clients[0].source=" + text);
    explained(output, "tributary.clients[0].source is no source", "client acme");
  }

  @Test
  void aPropertyIsMisspelt(CapturedOutput output) {
    fails("--tributary.leader-election.leese=15s");
    explained(output, "tributary.leader-election.leese", "");
  }

  @Test
  void theSchemaIsOfAnotherVersion(CapturedOutput output) throws Exception {
    try (Installed other = Installed.fresh();
        var connection = other.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO sync_metadata.schema_version (version, title) VALUES (9999, 'future')");
      assertThat(MetadataSchema.of(other.database().connections()).status().isCurrent()).isFalse();
      List<String> arguments = other.arguments(folder);
      arguments.add("--tributary.leader-election.enabled=true");
      failsWith(arguments);
    }
    explained(output, "has version 9999", "tributary db upgrade");
  }

  private void fails(String... changes) {
    List<String> arguments = new ArrayList<>(List.of("--tributary.leader-election.enabled=true"));
    List<String> names = Arrays.stream(changes).map(FailedStartTest::name).toList();
    installed.arguments(folder).stream()
        .filter(argument -> !names.contains(name(argument)))
        .forEach(arguments::add);
    arguments.addAll(List.of(changes));
    failsWith(arguments);
  }

  private static String name(String argument) {
    return argument.substring(0, argument.indexOf('='));
  }

  private static void failsWith(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--spring.autoconfigure.exclude=" + WebApplicationTest.dataSourceConfiguration());
    all.add("--spring.main.web-application-type=none");
    assertThatThrownBy(() -> ExampleApplication.run(all)).isInstanceOf(Exception.class);
  }

  private static void explained(CapturedOutput output, String description, String action) {
    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", "Description:", "Action:")
        .contains(description)
        .contains(action)
        .doesNotContain(Installed.PASSWORD);
  }
}
