package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Json;
import dev.tributary.api.Resolution;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.conflict.ConflictConfiguration;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts that rules decide: what the mirror shows, what the log says, what comes next. */
final class DecidedConflictsTest {
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
  void theNewerSourceIsWrittenAndWhatItReplacedIsInTheLog() {
    target.execute("UPDATE client_acme.note SET body = 'support', updated_at = 2000 WHERE id='a'");
    app.run("UPDATE note SET body = 'app', updated_at = 3000 WHERE id = 'a'");
    SyncReport report = notes.sync();
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.resolved()).isEqualTo(1);
    assertThat(notes.bodies()).containsExactly("a|app", "b|2", "c|3");
    assertThat(
            notes.log(
                "conflict_type, resolution_strategy, resolved_by, base_data ->> 'body',"
                    + " source_data ->> 'body', target_data ->> 'body', resolved_data ->> 'body',"
                    + " details -> 'compared' ->> 'source_ns', config_version, term > 0"))
        .containsExactly(
            "update_conflict|newest_wins|automatic|1|app|support|app|3000000000000|built-in|t");
    assertThat(target.query("SELECT status FROM client_acme._sync_drift"))
        .containsExactly("resolved");
    assertThat(
            target.query(
                "SELECT conflicts_detected, conflicts_resolved, status FROM sync_metadata.sync_jobs"
                    + " ORDER BY started_at DESC LIMIT 1"))
        .containsExactly("1|1|success");
  }

  @Test
  void theNewerTargetStaysAndTheSameDifferenceIsNoConflictAgain() {
    target.execute("UPDATE client_acme.note SET body = 'support', updated_at = 3000 WHERE id='a'");
    app.run("UPDATE note SET body = 'app', updated_at = 2000 WHERE id = 'a'");
    assertThat(notes.sync().outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(notes.bodies()).containsExactly("a|support", "b|2", "c|3");
    app.run("UPDATE note SET body = 'x' WHERE id = 'b'");
    assertThat(notes.sync().resolved()).isZero();
    SyncReport full = target.engine().sync(notes.request().withMode(SyncMode.FULL));
    assertThat(full.rowsChanged() + full.conflicts() + full.resolved()).isZero();
    assertThat(notes.log("resolved_data ->> 'body'")).containsExactly("support");
  }

  @Test
  void aRowThatTheTargetKeptIsNotOverwrittenUnseenByTheNextChangeOfTheSource() {
    target.execute("UPDATE client_acme.note SET body = 'support', updated_at = 3000 WHERE id='a'");
    app.run("UPDATE note SET body = 'app', updated_at = 2000 WHERE id = 'a'");
    notes.sync();
    app.run("UPDATE note SET body = 'app 2', updated_at = 2500 WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(notes.bodies()).contains("a|support");
    app.run("UPDATE note SET body = 'app 3', updated_at = 4000 WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(notes.bodies()).contains("a|app 3");
    assertThat(notes.log("base_data ->> 'body', target_data ->> 'body'"))
        .containsExactly("1|support", "app|support", "app 2|support");
    app.run("UPDATE note SET body = 'app 4', updated_at = 5000 WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isZero();
    assertThat(notes.bodies()).contains("a|app 4");
  }

  @Test
  void aRowThatOthersDeletedComesBackWhenTheAppChangesIt() {
    target.execute("DELETE FROM client_acme.note WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    SyncReport report = notes.sync();
    assertThat(report.resolved()).isEqualTo(1);
    assertThat(notes.bodies()).contains("a|app");
    assertThat(notes.log("conflict_type, base_data ->> 'body', target_data"))
        .containsExactly("delete_conflict|1|null");
    notes.assertNothingIsLeftToDo();
  }

  @Test
  void aRowThatTheTargetWinsStaysAwayAndComesBackWithNothing() {
    target.decidingBy(ConflictResolver.targetWins());
    target.execute("DELETE FROM client_acme.note WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    assertThat(notes.sync().outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(notes.bodies()).containsExactly("b|2", "c|3");
    notes.assertNothingIsLeftToDo();
    app.run("UPDATE note SET body = 'app 2' WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(notes.bodies()).containsExactly("b|2", "c|3");
    app.run("DELETE FROM note WHERE id = 'a'");
    assertThat(notes.sync().outcome()).isEqualTo(SyncOutcome.COMPLETE);
    app.run("INSERT INTO note VALUES ('a', 'anew', 1, NULL, 9)");
    assertThat(notes.sync().resolved()).isZero();
    assertThat(notes.bodies()).containsExactly("a|anew", "b|2", "c|3");
  }

  @Test
  void aRowThatOthersChangedStaysWhenTheAppDeletesItAndIsNotOursAnyMore() {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("DELETE FROM note WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(notes.bodies()).containsExactly("a|support", "b|2", "c|3");
    notes.assertNothingIsLeftToDo();
    app.run("INSERT INTO note VALUES ('a', 'anew', 1, NULL, 9000)");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(notes.log("conflict_type")).containsExactly("delete_conflict", "insert_conflict");
    assertThat(notes.bodies()).contains("a|anew");
  }

  @Test
  void theSourceWinsDeletesToo() {
    target.decidingBy(ConflictResolver.sourceWins());
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    target.execute("DELETE FROM client_acme.note WHERE id = 'b'");
    target.execute("INSERT INTO client_acme.note (id, body) VALUES ('b', 'foreign')");
    app.run("DELETE FROM note WHERE id IN ('a', 'b')");
    assertThat(notes.sync().resolved()).isEqualTo(2);
    assertThat(notes.bodies()).containsExactly("c|3");
    assertThat(
            target.query(
                "SELECT row_image ->> 'body' FROM client_acme._sync_archive ORDER BY archive_id"))
        .containsExactlyInAnyOrder("support", "foreign");
    notes.assertNothingIsLeftToDo();
  }

  @Test
  void rowsThatBothInsertedGoByTheirTimes() {
    target.execute(
        "INSERT INTO client_acme.note (id, body, updated_at) VALUES ('x', 'theirs', 5000),"
            + " ('y', 'theirs', 6000)");
    app.run("INSERT INTO note VALUES ('x', 'ours', 1, NULL, 6000), ('y', 'ours', 1, NULL, 5000)");
    assertThat(notes.sync().resolved()).isEqualTo(2);
    assertThat(notes.bodies()).contains("x|ours", "y|theirs");
    assertThat(notes.log("conflict_type, base_data")).containsOnly("insert_conflict|null");
    notes.assertNothingIsLeftToDo();
  }

  @Test
  void aMergeWritesAThirdRowAndGoesOnFromThere() {
    target.decidingBy(
        ConflictConfiguration.read(
                new Json(
                    """
                    {"table_strategies": {"note": {"strategy": "merge", "merge_rules": {
                      "n": "sum", "chat.m": "union"}}}}
                    """))
            .resolver());
    target.execute(
        "UPDATE client_acme.note SET n = 15, chat = '{\"m\": [1, 3]}', updated_at = 1500"
            + " WHERE id='a'");
    app.run("UPDATE note SET n = 11, chat = '{\"m\": [1, 2]}', updated_at = 2000 WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    String row = "SELECT n, chat, updated_at FROM client_acme.note WHERE id = 'a'";
    assertThat(target.query(row)).containsExactly("16|{\"m\": [1, 3, 2]}|2000");
    assertThat(notes.log("details -> 'fields' -> 0 ->> 'rule', resolved_data ->> 'n'"))
        .containsExactly("sum|16");
    notes.assertNothingIsLeftToDo();
    app.run(
        "UPDATE note SET n = 12, chat = '{\"m\": [1, 2, 4]}', updated_at = 3000 WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(target.query(row)).containsExactly("17|{\"m\": [1, 3, 2, 4]}|3000");
    notes.assertNothingIsLeftToDo();
  }

  @Test
  void twoSidesAppendMessagesToOneChatAndBothAreThereOnce() {
    target.decidingBy(
        ConflictConfiguration.read(
                new Json(
                    """
                    {"table_strategies": {"note": {"strategy": "merge", "merge_rules": {
                      "chat.history.messages": "append", "chat.history.currentId": "newest_wins"}}}}
                    """))
            .resolver());
    String base = chat("\"m1\": {\"id\": \"m1\", \"n\": 1.50}", "m1");
    app.run("UPDATE note SET chat = '" + base + "' WHERE id = 'a'");
    notes.sync();
    String m1 = "\"m1\": {\"id\": \"m1\", \"n\": 1.50}";
    target.execute(
        "UPDATE client_acme.note SET chat = '"
            + chat(m1 + ", \"t2\": {\"id\": \"t2\"}", "t2")
            + "', updated_at = 1500 WHERE id = 'a'");
    app.run(
        "UPDATE note SET chat = '"
            + chat(m1 + ", \"s2\": {\"id\": \"s2\"}", "s2")
            + "', updated_at = 2000 WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    String both = chat(m1 + ", \"t2\": {\"id\": \"t2\"}, \"s2\": {\"id\": \"s2\"}", "s2");
    String now = "SELECT chat FROM client_acme.note WHERE id = 'a'";
    assertThat(target.query(now)).containsExactly(both);
    notes.assertNothingIsLeftToDo();
    app.run(
        "UPDATE note SET chat = '"
            + chat(m1 + ", \"s2\": {\"id\": \"s2\"}, \"s3\": {\"id\": \"s3\"}", "s3")
            + "', updated_at = 3000 WHERE id = 'a'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(target.query(now))
        .containsExactly(
            both.replace("\"s2\"}}, ", "\"s2\"}, \"s3\": {\"id\": \"s3\"}}, ")
                .replace("\"currentId\": \"s2\"", "\"currentId\": \"s3\""));
    notes.assertNothingIsLeftToDo();
  }

  private static String chat(String messages, String current) {
    return "{\"title\": \"x\", \"history\": {\"messages\": {"
        + messages
        + "}, \"currentId\": \""
        + current
        + "\"}, \"x\": 1, \"x\": 2}";
  }

  @Test
  void nullOfJsonAndNullOfSqlAreToldApartInTheBase() {
    target.decidingBy(
        conflict ->
            conflict.base().isPresent() ? Resolution.takeSource() : Resolution.hold("no base"));
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id IN ('b', 'c')");
    app.run("UPDATE note SET body = 'app' WHERE id IN ('b', 'c')");
    SyncReport report = notes.sync();
    assertThat(report.conflicts()).isZero();
    assertThat(report.resolved()).isEqualTo(2);
    assertThat(notes.log("source_data ->> '_sync_null'"))
        .containsExactlyInAnyOrder("[]", "[\"chat\"]");
  }

  @Test
  void aRowWithU0000InItsJsonAndACellThatDoesNotFitIsDecidedAndLoggedToTheLetter() {
    app.run(
        "INSERT INTO note VALUES ('z', 'zero', 'text in n', '{\"a\": \"\\u0000\", \"a\": 1.50}',"
            + " 1000)");
    notes.sync();
    target.execute("UPDATE client_acme.note SET body = 'support', updated_at = 2000 WHERE id='z'");
    app.run("UPDATE note SET body = 'app', updated_at = 1500 WHERE id = 'z'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    String images =
        "base_data::text LIKE '%1$s', source_data::text LIKE '%1$s', resolved_data::text LIKE '%1$s'"
            .formatted("%{\"a\": \"\\\\u0000\", \"a\": 1.50}%text in n%");
    assertThat(notes.log(images)).containsExactly("t|t|t");
    notes.assertNothingIsLeftToDo();
  }

  @Test
  void aDeletedRowWithU0000InItsJsonIsRememberedWithoutALocalIndex() {
    app.run("UPDATE note SET chat = '{\"a\": \"\\u0000\"}', updated_at = 1100 WHERE id = 'a'");
    notes.sync();
    target.execute("DELETE FROM client_acme.note WHERE id = 'a'");
    notes.assertNothingIsLeftToDo();
    assertThat(notes.bodies()).containsExactly("b|2", "c|3");
  }
}
