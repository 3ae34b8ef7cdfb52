package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TableReport;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.test.sqlite.CellCompare;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code "deletes": "keep"}: rows that left the source stay in the mirror. */
final class KeptDeletesTest {
  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void mirrorNotes() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "CREATE TABLE line (body TEXT)",
        "INSERT INTO note VALUES (1, 'a'), (2, 'b'), (3, 'c')",
        "INSERT INTO line VALUES ('x'), ('x'), ('y')");
    target.sync(file);
    set("keep");
    app.run("DELETE FROM note WHERE id = 2", "DELETE FROM line WHERE rowid = 1");
  }

  @AfterEach
  void close() {
    target.close();
  }

  private void set(String deletes) {
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = jsonb_build_object('deletes', '%s')"
            .formatted(deletes));
  }

  private List<String> notes() {
    return target.query(
        "SELECT id, body, _sync_hash IS NOT NULL FROM client_acme.note ORDER BY id");
  }

  private static long deleted(SyncReport report) {
    return report.tables().stream().mapToLong(TableReport::deleted).sum();
  }

  @Test
  void theRowsStayAndTheRunCountsThem() {
    SyncReport report = target.sync(file);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(deleted(report)).isEqualTo(2);
    assertThat(notes()).containsExactly("1|a|t", "2|b|f", "3|c|t");
    assertThat(target.query("SELECT body FROM client_acme.line ORDER BY 1"))
        .containsExactly("x", "x", "y");
    assertThat(target.query("SELECT count(*) FROM client_acme._sync_archive")).containsExactly("0");
    SyncReport again =
        target.engine().sync(SyncRequest.of(EngineTarget.ACME, file).withMode(SyncMode.FULL));
    assertThat(deleted(again)).isZero();
    assertThat(again.outcome()).isEqualTo(SyncOutcome.COMPLETE);
  }

  @Test
  void theyAreNeitherComparedNorRestored() throws IOException {
    target.sync(file);

    VerifyReport report = target.engine().verify(EngineTarget.ACME, file, VerifyMode.REPORT);
    Path back = Files.createDirectory(directory.resolve("back")).resolve("restored.db");
    target.engine().restore(EngineTarget.ACME, back);

    assertThat(report.equal()).isTrue();
    assertThat(report.notes()).isEmpty();
    assertThat(CellCompare.differences(file, back)).isEmpty();
  }

  @Test
  void aRowThatComesBackIsOursAgainWithoutAConflict() {
    target.sync(file);
    app.run("INSERT INTO note VALUES (2, 'back')", "INSERT INTO line VALUES ('x')");

    SyncReport report = target.sync(file);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(notes()).containsExactly("1|a|t", "2|back|t", "3|c|t");
    assertThat(target.query("SELECT body FROM client_acme.line ORDER BY 1"))
        .containsExactly("x", "x", "y");
    app.run("DELETE FROM note WHERE id = 2");
    target.sync(file);
    app.run("DELETE FROM note WHERE id = 1");
    set("archive");
    target.sync(file);
    assertThat(notes()).containsExactly("2|back|f", "3|c|t");
  }

  @Test
  void whoeverChangesAKeptRowMakesItTheirs() {
    target.sync(file);
    target.execute("UPDATE client_acme.note SET body = 'theirs' WHERE id = 2");
    app.run("INSERT INTO note VALUES (2, 'back')");

    SyncReport report = target.sync(file);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(notes()).containsExactly("1|a|t", "2|theirs|f", "3|c|t");
    assertThat(target.query("SELECT source_data ->> 'body' FROM sync_metadata.conflict_log"))
        .containsExactly("back");
  }

  @Test
  void anUnknownWordChangesNothingAndNamesTheKnown() {
    set("perhaps");
    assertThatThrownBy(() -> target.sync(file))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessage(
            "client acme: deletes 'perhaps' in its config is not known; one of archive, keep");
    assertThat(notes()).containsExactly("1|a|t", "2|b|t", "3|c|t");
  }
}
