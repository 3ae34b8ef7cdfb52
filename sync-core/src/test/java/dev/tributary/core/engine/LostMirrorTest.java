package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Others drop what we made in PostgreSQL: it is told, and the next look at the file fills it again.
 */
final class LostMirrorTest {
  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void mirrorTwoTables() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    app.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)",
        "CREATE TABLE u (x)",
        "INSERT INTO t VALUES (1, 'one', 'eins'), (2, 'two', 'zwei')",
        "INSERT INTO u VALUES (1), (1), ('1')");
    target.sync(file);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void aDroppedColumnIsToldAndFilledAgain() {
    target.execute("ALTER TABLE client_acme.t DROP COLUMN b");
    assertThatThrownBy(() -> verify()).hasMessageContaining("dropped or renamed column b");
    app.run("UPDATE t SET b = 'deux' WHERE id = 2");
    assertThat(target.sync(file).notes()).anyMatch(note -> note.contains("column b"));
    assertEqual();
  }

  @Test
  void aDroppedTableIsToldAndFilledAgain() {
    target.execute("DROP TABLE client_acme.u");
    assertThatThrownBy(() -> verify())
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("table u: others dropped its mirror")
        .hasMessageContaining("sync --full");
    assertThat(full().outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertEqual();
    target.execute("DROP TABLE client_acme.u");
    assertThat(full().outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertEqual();
  }

  @Test
  void aDroppedSchemaIsMadeAndFilledAgain() {
    target.execute("DROP SCHEMA client_acme CASCADE");
    assertThat(full().outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertEqual();
    app.run("DELETE FROM t WHERE id = 1");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT table_name FROM client_acme._sync_archive"))
        .containsExactly("t");
    assertEqual();
  }

  @Test
  void aTableThatLeftTheSourceAndWasDroppedInItsMirrorIsGone() {
    target.execute("DROP TABLE client_acme.u");
    app.run("DROP TABLE u");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertEqual();
  }

  @Test
  void aRetiredTableThatAnAdministratorDroppedDoesNotTakeItsNameAlong() {
    for (int i = 0; i < 2; i++) {
      app.run("DROP TABLE u");
      target.sync(file);
      target.execute("DROP TABLE client_acme._sync_retired_%d_u".formatted(i + 1));
      app.run("CREATE TABLE u (x)", "INSERT INTO u VALUES (7)");
      assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    }
    assertEqual();
  }

  private SyncReport full() {
    return target.engine().sync(SyncRequest.of(EngineTarget.ACME, file).withMode(SyncMode.FULL));
  }

  private dev.tributary.api.VerifyReport verify() {
    return target.engine().verify(EngineTarget.ACME, file, VerifyMode.REPORT);
  }

  private void assertEqual() {
    assertThat(verify().differences()).isZero();
  }
}
