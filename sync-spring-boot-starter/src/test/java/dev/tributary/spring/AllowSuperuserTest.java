package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An administrator's role has rights that a node must not have, and is refused unless allowed. */
final class AllowSuperuserTest {
  @TempDir Path folder;

  @Test
  void aSuperuserIsRefusedUnlessItIsAllowedAndMirrorsThen() throws Exception {
    try (Installed installed = Installed.fresh()) {
      Path file = folder.resolve("app.db");
      new SqliteApp(file).run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
      new SqliteApp(file).run("INSERT INTO note VALUES (1, 'first')");
      ApplicationContextRunner superuser =
          Contexts.runner()
              .withPropertyValues(installed.properties(folder.resolve("data")))
              .withPropertyValues(
                  "tributary.datasource.username=" + installed.database().superuser(),
                  "tributary.datasource.password=" + installed.database().password(),
                  "tributary.clients[0].name=acme",
                  "tributary.clients[0].source=" + file);
      superuser.run(
          context -> {
            FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                .isEqualTo(
                    "role %s is no role of a node: it serves no cluster"
                        .formatted(installed.database().superuser()));
            assertThat(analysis.getAction()).contains("tributary.allow-superuser=true");
          });
      superuser
          .withPropertyValues("tributary.allow-superuser=true")
          .run(
              context -> {
                assertThat(context).hasNotFailed();
                await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                        () ->
                            assertThat(installed.ask("SELECT body FROM client_acme.note"))
                                .contains("first"));
              });
    }
  }
}
