package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Conflict;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.api.SyncReport;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who decides for a client: its configuration, a resolver, its setting for drift. */
final class ConflictRulesTest {
  private static final String OPEN = "resolved_at IS NULL";

  @TempDir Path directory;
  private MirroredNotes notes;
  private EngineTarget target;
  private SqliteApp app;

  @BeforeEach
  void mirror() {
    notes = MirroredNotes.in(directory);
    target = notes.target();
    app = notes.app();
  }

  @AfterEach
  void close() {
    notes.close();
  }

  @Test
  void whatAResolverThrowsHoldsItsRowAndNoOther() {
    target.decidingBy(
        conflict -> {
          if (conflict.key().cells().toString().contains("61")) {
            throw new IllegalStateException("not today");
          }
          return Resolution.takeSource();
        });
    target.execute("UPDATE client_acme.note SET body = 'support'");
    app.run("UPDATE note SET body = 'app'");
    SyncReport report = notes.sync();
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(report.resolved()).isEqualTo(2);
    assertThat(notes.bodies()).containsExactly("a|support", "b|app", "c|app");
    assertThat(
            target.query(
                "SELECT resolution_notes LIKE '%not today', flags FROM sync_metadata.conflict_log"
                    + " WHERE "
                    + OPEN))
        .containsExactly("t|{error,held}");
  }

  /** A resolver is code of others; what it does wrong must not end the run of its table. */
  @Test
  void errorsOfAResolverHoldItsRowsLikeItsExceptions() {
    target.decidingBy(
        conflict -> {
          String key = conflict.key().cells().toString();
          if (key.contains("61")) {
            throw new AssertionError("never so");
          } else if (key.contains("62")) {
            throw new NoClassDefFoundError("com/example/Missing");
          }
          return endless(conflict);
        });
    target.execute("UPDATE client_acme.note SET body = 'support'");
    app.run("UPDATE note SET body = 'app'", "INSERT INTO note (id, body) VALUES ('d', 'app')");
    SyncReport report = notes.sync();
    assertThat(report.conflicts()).isEqualTo(3);
    assertThat(notes.bodies()).containsExactly("a|support", "b|support", "c|support", "d|app");
    assertThat(
            target.query(
                "SELECT regexp_replace(resolution_notes, '.* failed: ', '') FROM"
                    + " sync_metadata.conflict_log WHERE "
                    + OPEN
                    + " ORDER BY record_key"))
        .containsExactly(
            "java.lang.AssertionError: never so",
            "java.lang.NoClassDefFoundError: com/example/Missing",
            "java.lang.StackOverflowError");
  }

  private static Resolution endless(Conflict conflict) {
    Resolution never = endless(conflict);
    return conflict.key().cells().isEmpty() ? Resolution.takeSource() : never;
  }

  @Test
  void aResolverMayNotChangeTheKeyOrInventColumns() {
    target.decidingBy(
        conflict -> {
          var cells = new LinkedHashMap<>(conflict.source().orElseThrow().cells());
          cells.put("id", conflict.source().orElseThrow().cells().get("body"));
          return Resolution.write(new RowImage(cells));
        });
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    assertThat(notes.sync().conflicts()).isEqualTo(1);
    assertThat(notes.log("resolution_notes"))
        .containsExactly("the row to write has another key in column id");
    assertThat(notes.bodies()).contains("a|support");
  }

  @Test
  void aConfigurationThatDoesNotFitStopsTheRunBeforeAnythingIsApplied() {
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = config || '{\"conflicts\":"
            + " {\"table_strategies\": {\"notes\": {\"strategy\": \"manual\"}}}}'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    assertThatThrownBy(() -> notes.sync())
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(
            "client acme: the conflict configuration does not fit the tables:"
                + " $.table_strategies.notes: there is no table notes; did you mean note?");
    assertThat(notes.bodies()).contains("a|1");
  }

  @Test
  void aClientMayHaveAConfigurationOfItsOwn() {
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = config || '{\"conflicts\":"
            + " {\"default_strategy\": \"target_wins\"}}'");
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app', updated_at = 9000 WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(notes.bodies()).contains("a|support");
  }

  @Test
  void driftIsRepairedWhereTheClientSaysSoAndTheLogKeepsWhatOthersWrote() {
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = '{\"drift\": \"repair\"}'");
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    target.execute("DELETE FROM client_acme.note WHERE id = 'b'");
    app.run("UPDATE plain SET body = 'other'");
    SyncReport report = notes.sync();
    assertThat(report.resolved()).isEqualTo(2);
    assertThat(report.notes()).isEmpty();
    assertThat(notes.bodies()).containsExactly("a|1", "b|2", "c|3");
    assertThat(notes.log("flags, resolution_strategy, target_data ->> 'body'"))
        .containsExactlyInAnyOrder("{drift}|source_wins|support", "{drift}|source_wins|null");
    notes.assertNothingIsLeftToDo();
  }

  @Test
  void driftIsLeftAloneAndToldOrNot() {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("UPDATE plain SET body = 'other'");
    assertThat(notes.sync().notes()).hasSize(1);
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = '{\"drift\": \"ignore\"}'");
    app.run("UPDATE plain SET body = 'another'");
    assertThat(notes.sync().notes()).isEmpty();
    assertThat(notes.bodies()).contains("a|support");
    assertThat(notes.log("1")).isEmpty();
    target.execute("UPDATE sync_metadata.client_deployments SET config = '{\"drift\": \"maybe\"}'");
    assertThatThrownBy(() -> notes.sync()).hasMessageContaining("drift 'maybe'");
  }
}
