package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.TrapTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  @Test
  void aTableWithMoreColumnsThanPostgresqlTakesIsNamedAndTheOthersAreMirrored() {
    TrapTables.addTooWideTable(file);
    app.run("INSERT INTO note VALUES (4, 'd')");
    SyncReport report = target.sync(file);
    assertThat(notes()).containsExactly("1|a", "2|b", "3|c", "4|d");
    assertThat(report.notes().toString() + report.outcome()).contains("wide_1700");
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
