package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClusterName;
import dev.tributary.core.MetadataSchema;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A new application outside the repository, made of the artifacts as installed, the README's
 * snippet and nothing else of ours: it mirrors a file, and its second instance goes on when the
 * first is killed. Run by {@code .ci/release-check}, which installs the artifacts.
 */
@Tag("release")
final class FreshApplicationTest {
  private static final String PASSWORD = "only-for-this-test";

  @TempDir Path folder;

  @ParameterizedTest(name = "Spring Boot {0}")
  // Boot 3.5 chooses a SQLite that is too old; the page for newcomers says to choose another.
  @CsvSource({"4.1.1,''", "3.5.16,3.51.3.0"})
  void itMirrorsAFileAndFailsOver(String boot, String sqlite) throws Exception {
    Path file =
        new SqliteApp(folder.resolve("webui.db"))
            .run(
                "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
                "INSERT INTO note VALUES (1, 'first')")
            .file();
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        FreshApplication application =
            FreshApplication.build(folder.resolve("app"), boot, sqlite, PASSWORD)) {
      install(database);
      application.configure(database.jdbcUrl(), file);
      application.start("a");
      application.start("b");
      awaitNote(database, application, 1, "first");
      new SqliteApp(file).run("INSERT INTO note VALUES (2, 'second')");
      awaitNote(database, application, 2, "second");

      application.killLeader();
      new SqliteApp(file)
          .run("INSERT INTO note VALUES (3, 'third')", "DELETE FROM note WHERE id = 1");
      awaitNote(database, application, 3, "third");
      assertThat(ask(database, "SELECT string_agg(body, ',' ORDER BY id) FROM client_acme.note"))
          .isEqualTo("second,third");
      assertThat(Files.readString(folder.resolve("app/a.log"))).doesNotContain(PASSWORD);
    }
  }

  private static void install(TestDatabase database) {
    MetadataSchema schema = MetadataSchema.of(database.connections());
    schema.install();
    schema.createRole(new ClusterName("prod"), "sync_service", PASSWORD);
  }

  private static void awaitNote(
      TestDatabase database, FreshApplication application, int id, String body) {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () ->
                assertThat(ask(database, "SELECT body FROM client_acme.note WHERE id = " + id))
                    .as(application.output())
                    .isEqualTo(body));
  }

  /** Empty also while there is no such table. */
  private static String ask(TestDatabase database, String sql) {
    return new Installed(database, "sync_service").ask(sql).orElse("");
  }
}
