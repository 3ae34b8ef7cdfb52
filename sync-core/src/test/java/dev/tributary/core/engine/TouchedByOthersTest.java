package dev.tributary.core.engine;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Cell;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Resolution;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others put on or into mirrored tables: triggers, checks, indexes, and what is too large. */
final class TouchedByOthersTest {
  private static final Limits SMALL_CELLS =
      new Limits(20, 100, 2048, 16 << 20, 64 << 20, 2, Duration.ofSeconds(5));

  @TempDir Path directory;
  private EngineTarget target;
  private MirrorOracle oracle;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void mirrorNotes() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    oracle = new MirrorOracle(target, directory);
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "CREATE TABLE other (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'a'), (2, 'b'), (3, 'c')",
        "INSERT INTO other VALUES (1, 'x')");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void aTriggerThatSwallowsWritesIsNamedAndNothingIsCommitted() {
    swallow("INSERT OR UPDATE");
    app.run("UPDATE note SET body = 'new' WHERE id = 1", "INSERT INTO other VALUES (2, 'y')");
    assertThatThrownBy(() -> target.sync(file))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("\"client_acme\".\"note\"")
        .hasMessageContaining("swallows writes")
        .hasMessageNotContaining("\n");
    assertThat(target.query("SELECT count(*) FROM client_acme.other")).containsExactly("1");
    target.execute("DROP TRIGGER swallow ON client_acme.note");
    assertHealed();
  }

  @Test
  void aTriggerThatSwallowsDeletesIsNamedAndNothingIsCommitted() {
    swallow("DELETE");
    app.run("DELETE FROM note WHERE id = 2", "INSERT INTO other VALUES (2, 'y')");
    assertThatThrownBy(() -> target.sync(file))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("note")
        .hasMessageNotContaining("\n");
    assertThat(target.query("SELECT count(*) FROM client_acme.other")).containsExactly("1");
    target.execute("DROP TRIGGER swallow ON client_acme.note");
    assertHealed();
  }

  private void swallow(String events) {
    target.execute(
        "CREATE FUNCTION public.swallow() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RETURN NULL; END $$");
    target.execute(
        "CREATE TRIGGER swallow BEFORE "
            + events
            + " ON client_acme.note FOR EACH ROW EXECUTE FUNCTION public.swallow()");
  }

  @Test
  void aRowThatACheckRefusesWaitsInQuarantineAndTheRestIsApplied() {
    target.execute("ALTER TABLE client_acme.note ADD CONSTRAINT polite CHECK (body <> 'rude')");
    app.run(
        "UPDATE note SET body = 'rude' WHERE id = 1",
        "UPDATE note SET body = 'kind' WHERE id = 2",
        "INSERT INTO note VALUES (4, 'rude'), (5, 'e')",
        "INSERT INTO other VALUES (2, 'y')");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.quarantined()).isEqualTo(2);
    assertThat(report.waiting()).isEqualTo(2);
    assertThat(notes()).containsExactly("1|a", "2|kind", "3|c", "5|e");
    assertThat(target.query("SELECT count(*) FROM client_acme.other")).containsExactly("2");
    assertThat(quarantine()).containsExactly("note|23514|open", "note|23514|open");
    assertThat(target.query("SELECT reason FROM sync_metadata.quarantine").get(0))
        .contains("polite")
        .doesNotContain("rude");
    target.execute("ALTER TABLE client_acme.note DROP CONSTRAINT polite");
    assertHealed();
    assertThat(quarantine()).containsExactly("note|23514|resolved", "note|23514|resolved");
  }

  @Test
  void aUniqueIndexOfOthersThatRefusesARowIsNamedAndNothingIsCommitted() {
    target.execute("CREATE UNIQUE INDEX one_body ON client_acme.note (body)");
    app.run("UPDATE note SET body = 'c' WHERE id = 1", "INSERT INTO other VALUES (2, 'y')");
    assertThatThrownBy(() -> target.sync(file))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("one_body")
        .hasMessageContaining("drop it")
        .hasMessageNotContaining("\n");
    assertThat(target.query("SELECT count(*) FROM client_acme.other")).containsExactly("1");
    target.execute("DROP INDEX client_acme.one_body");
    assertHealed();
  }

  @Test
  void aCellOverTheLimitIsNamedAndHealsWhenItShrinks() {
    target.restart(SMALL_CELLS);
    app.run(
        "UPDATE note SET body = hex(zeroblob(2000)) WHERE id = 1",
        "INSERT INTO note VALUES (4, hex(zeroblob(3000))), (5, 'e')");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.quarantined()).isEqualTo(2);
    assertThat(notes()).containsExactly("1|a", "2|b", "3|c", "5|e");
    assertThat(
            target.query(
                "SELECT record_key, column_name, reason FROM sync_metadata.quarantine ORDER BY 1"))
        .allMatch(line -> line.contains("|body|cell of"))
        .anyMatch(line -> line.contains("4") && line.contains("6000 bytes"));
    app.run("UPDATE note SET body = 'small' WHERE length(body) > 1000");
    assertHealed();
    assertThat(quarantine()).allMatch(line -> line.endsWith("|resolved"));
  }

  @Test
  void aCellOverTheLimitInAnInitialLoadIsNamed() {
    app.run("CREATE TABLE big (id INTEGER PRIMARY KEY, body TEXT)");
    app.run("INSERT INTO big VALUES (1, hex(zeroblob(4000))), (2, 'small')");
    target.restart(new Limits(20, 100, 2048, 0, 1024, 2, Duration.ofSeconds(5)));
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(target.query("SELECT id, body FROM client_acme.big")).containsExactly("2|small");
    target.restart(Limits.defaults());
    assertHealed();
  }

  /** A person would call a column so; staging, decisions, archive and images have such words. */
  @Test
  void columnsMayHaveTheNamesOfOurOwnStatements() {
    target.decidingBy(ConflictResolver.sourceWins());
    app.run(
        "CREATE TABLE act (_seq INTEGER PRIMARY KEY, _op TEXT, action TEXT, kind TEXT, note TEXT,"
            + " flags TEXT, details TEXT, strategy TEXT, has_row TEXT, i TEXT, gone TEXT, s TEXT,"
            + " t TEXT, d TEXT, tid TEXT, _sync_side TEXT)",
        "INSERT INTO act (_seq, action, i, gone) VALUES (1, 'a', 'i', 'g'), (2, 'b', 'i', 'g'),"
            + " (3, 'c', 'i', 'g')");
    target.sync(file);
    target.execute("UPDATE client_acme.act SET action = 'theirs' WHERE _seq < 3");
    app.run("UPDATE act SET kind = 'new' WHERE _seq = 1", "DELETE FROM act WHERE _seq > 1");
    SyncReport report = target.sync(file);
    assertThat(report.resolved()).isEqualTo(2);
    assertThat(
            target.query(
                "SELECT row_image ->> '_seq', row_image ->> 'gone', row_image ->> 'action' FROM"
                    + " client_acme._sync_archive ORDER BY 1"))
        .containsExactly("2|g|theirs", "3|g|c");
    assertThat(
            target.query(
                "SELECT base_data ->> 'action', source_data ->> 'kind', target_data ->> 'i' FROM"
                    + " sync_metadata.conflict_log WHERE source_data IS NOT NULL"))
        .containsExactly("a|new|i");
    oracle.assertMirrors(target.engine(), EngineTarget.ACME, file, "columns named as ours");
  }

  /** JSON may hold half of a surrogate pair: what cuts a text in the middle leaves one. */
  @Test
  void halvesOfSurrogatePairsInJsonStopNoRun() {
    app.run(
        "CREATE TABLE doc (id INTEGER PRIMARY KEY, chat JSON, n TEXT)",
        "INSERT INTO doc VALUES (1, '{\"a\":\"cut \\ud83d\"}', '\\ud83d'),"
            + " (2, '{\"\\uDE00\":[\"\\ud83d\\ude00\", \"\\\\ud83d\", \"\\u0000\"]}', x'00'), (3, '1', 'x')");
    target.sync(file);
    target.execute("UPDATE client_acme.doc SET n = 'theirs' WHERE id = 1");
    target.execute("DELETE FROM client_acme.doc WHERE id = 2");
    app.run("UPDATE doc SET n = 'ours' WHERE id < 3", "INSERT INTO doc VALUES (4, '2', 'y')");
    List<Conflict> seen = new ArrayList<>();
    target.decidingBy(
        conflict -> {
          seen.add(conflict);
          return new Resolution.TakeSource(Reasoning.of(ConflictStrategy.SOURCE_WINS));
        });
    SyncRequest full = SyncRequest.of(EngineTarget.ACME, file).withMode(SyncMode.FULL);
    assertThat(target.engine().sync(full).resolved()).isEqualTo(2);
    assertThat(seen).hasSize(2).allMatch(conflict -> conflict.base().isPresent());
    assertThat(seen.get(0).base().get().cells().get("n"))
        .isEqualTo(new Cell.Text("\\ud83d".getBytes(StandardCharsets.UTF_8)));
    oracle.assertMirrors(target.engine(), EngineTarget.ACME, file, "halves of pairs");
  }

  @Test
  void aColumnMayGetAnotherTypeWhileOthersHaveChangedItsRows() {
    target.decidingBy(ConflictResolver.sourceWins());
    target.execute("UPDATE client_acme.note SET body = 'theirs' WHERE id < 3");
    target.execute("DELETE FROM client_acme.note WHERE id = 3");
    app.run(
        "CREATE TABLE n (id INTEGER PRIMARY KEY, body INTEGER)",
        "INSERT INTO n VALUES (1, 10), (2, 20), (3, 30)",
        "DROP TABLE note",
        "ALTER TABLE n RENAME TO note");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(notes()).containsExactly("1|10", "2|20", "3|30");
    oracle.assertMirrors(target.engine(), EngineTarget.ACME, file, "another type");
  }

  @Test
  void aTableOfAsManyColumnsAsPostgresqlTakesMayHaveConflicts() {
    target.decidingBy(ConflictResolver.sourceWins());
    String columns =
        IntStream.range(1, 1580).mapToObj(i -> "c" + i + " INTEGER").collect(joining(", "));
    app.run(
        "CREATE TABLE wide (id INTEGER PRIMARY KEY, " + columns + ")",
        "INSERT INTO wide (id, c7) VALUES (1, 7), (2, 7)");
    target.sync(file);
    target.execute("UPDATE client_acme.wide SET c7 = 8");
    app.run("UPDATE wide SET c1579 = 9 WHERE id = 1");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(target.query("SELECT id, c7, c1579 FROM client_acme.wide ORDER BY id"))
        .containsExactly("1|7|9", "2|8|null");
  }

  private void assertHealed() {
    SyncRequest full = SyncRequest.of(EngineTarget.ACME, file).withMode(SyncMode.FULL);
    SyncReport report = target.engine().sync(full);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.waiting()).isZero();
    oracle.assertMirrors(target.engine(), EngineTarget.ACME, file, "healed");
  }

  private List<String> notes() {
    return target.query("SELECT id, body FROM client_acme.note ORDER BY id");
  }

  private List<String> quarantine() {
    return target.query(
        "SELECT table_name, sqlstate, status FROM sync_metadata.quarantine ORDER BY record_key");
  }
}
