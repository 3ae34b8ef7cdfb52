package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictCount;
import dev.tributary.api.ConflictKind;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.Json;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.conflict.ConflictConfiguration;
import dev.tributary.core.ConflictQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts that rules decide: what the mirror shows, what the log says, what comes next. */
final class DecidedConflictsTest {
  private static final String OPEN = "resolved_at IS NULL";

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
        "CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT, n INTEGER, chat JSON,"
            + " updated_at INTEGER)",
        "INSERT INTO note VALUES ('a', '1', 10, '{\"m\": [1]}', 1000),"
            + " ('b', '2', 20, 'null', 1000), ('c', '3', 30, NULL, 1000)",
        "CREATE TABLE plain (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO plain VALUES (1, 'p')");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    target.decidingBy(ConfiguredConflicts.builtIn());
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void theNewerSourceIsWrittenAndWhatItReplacedIsInTheLog() {
    target.execute("UPDATE client_acme.note SET body = 'support', updated_at = 2000 WHERE id='a'");
    app.run("UPDATE note SET body = 'app', updated_at = 3000 WHERE id = 'a'");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.resolved()).isEqualTo(1);
    assertThat(bodies()).containsExactly("a|app", "b|2", "c|3");
    assertThat(
            log(
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
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(bodies()).containsExactly("a|support", "b|2", "c|3");
    app.run("UPDATE note SET body = 'x' WHERE id = 'b'");
    assertThat(target.sync(file).resolved()).isZero();
    SyncReport full = target.engine().sync(request().withMode(SyncMode.FULL));
    assertThat(full.rowsChanged() + full.conflicts() + full.resolved()).isZero();
    assertThat(log("resolved_data ->> 'body'")).containsExactly("support");
  }

  @Test
  void aRowThatTheTargetKeptIsNotOverwrittenUnseenByTheNextChangeOfTheSource() {
    target.execute("UPDATE client_acme.note SET body = 'support', updated_at = 3000 WHERE id='a'");
    app.run("UPDATE note SET body = 'app', updated_at = 2000 WHERE id = 'a'");
    target.sync(file);
    app.run("UPDATE note SET body = 'app 2', updated_at = 2500 WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(bodies()).contains("a|support");
    app.run("UPDATE note SET body = 'app 3', updated_at = 4000 WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(bodies()).contains("a|app 3");
    assertThat(log("base_data ->> 'body', target_data ->> 'body'"))
        .containsExactly("1|support", "app|support", "app 2|support");
    app.run("UPDATE note SET body = 'app 4', updated_at = 5000 WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isZero();
    assertThat(bodies()).contains("a|app 4");
  }

  @Test
  void aRowThatOthersDeletedComesBackWhenTheAppChangesIt() {
    target.execute("DELETE FROM client_acme.note WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    SyncReport report = target.sync(file);
    assertThat(report.resolved()).isEqualTo(1);
    assertThat(bodies()).contains("a|app");
    assertThat(log("conflict_type, base_data ->> 'body', target_data"))
        .containsExactly("delete_conflict|1|null");
    assertNothingIsLeftToDo();
  }

  @Test
  void aRowThatTheTargetWinsStaysAwayAndComesBackWithNothing() {
    target.decidingBy(ConflictResolver.targetWins());
    target.execute("DELETE FROM client_acme.note WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(bodies()).containsExactly("b|2", "c|3");
    assertNothingIsLeftToDo();
    app.run("UPDATE note SET body = 'app 2' WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(bodies()).containsExactly("b|2", "c|3");
    app.run("DELETE FROM note WHERE id = 'a'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    app.run("INSERT INTO note VALUES ('a', 'anew', 1, NULL, 9)");
    assertThat(target.sync(file).resolved()).isZero();
    assertThat(bodies()).containsExactly("a|anew", "b|2", "c|3");
  }

  @Test
  void aRowThatOthersChangedStaysWhenTheAppDeletesItAndIsNotOursAnyMore() {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("DELETE FROM note WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(bodies()).containsExactly("a|support", "b|2", "c|3");
    assertNothingIsLeftToDo();
    app.run("INSERT INTO note VALUES ('a', 'anew', 1, NULL, 9000)");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(log("conflict_type")).containsExactly("delete_conflict", "insert_conflict");
    assertThat(bodies()).contains("a|anew");
  }

  @Test
  void theSourceWinsDeletesToo() {
    target.decidingBy(ConflictResolver.sourceWins());
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    target.execute("DELETE FROM client_acme.note WHERE id = 'b'");
    target.execute("INSERT INTO client_acme.note (id, body) VALUES ('b', 'foreign')");
    app.run("DELETE FROM note WHERE id IN ('a', 'b')");
    assertThat(target.sync(file).resolved()).isEqualTo(2);
    assertThat(bodies()).containsExactly("c|3");
    assertThat(
            target.query(
                "SELECT row_image ->> 'body' FROM client_acme._sync_archive ORDER BY archive_id"))
        .containsExactlyInAnyOrder("support", "foreign");
    assertNothingIsLeftToDo();
  }

  @Test
  void rowsThatBothInsertedGoByTheirTimes() {
    target.execute(
        "INSERT INTO client_acme.note (id, body, updated_at) VALUES ('x', 'theirs', 5000),"
            + " ('y', 'theirs', 6000)");
    app.run("INSERT INTO note VALUES ('x', 'ours', 1, NULL, 6000), ('y', 'ours', 1, NULL, 5000)");
    assertThat(target.sync(file).resolved()).isEqualTo(2);
    assertThat(bodies()).contains("x|ours", "y|theirs");
    assertThat(log("conflict_type, base_data")).containsOnly("insert_conflict|null");
    assertNothingIsLeftToDo();
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
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    String row = "SELECT n, chat, updated_at FROM client_acme.note WHERE id = 'a'";
    assertThat(target.query(row)).containsExactly("16|{\"m\": [1, 3, 2]}|2000");
    assertThat(log("details -> 'fields' -> 0 ->> 'rule', resolved_data ->> 'n'"))
        .containsExactly("sum|16");
    assertNothingIsLeftToDo();
    app.run(
        "UPDATE note SET n = 12, chat = '{\"m\": [1, 2, 4]}', updated_at = 3000 WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(target.query(row)).containsExactly("17|{\"m\": [1, 3, 2, 4]}|3000");
    assertNothingIsLeftToDo();
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
    target.sync(file);
    String m1 = "\"m1\": {\"id\": \"m1\", \"n\": 1.50}";
    target.execute(
        "UPDATE client_acme.note SET chat = '"
            + chat(m1 + ", \"t2\": {\"id\": \"t2\"}", "t2")
            + "', updated_at = 1500 WHERE id = 'a'");
    app.run(
        "UPDATE note SET chat = '"
            + chat(m1 + ", \"s2\": {\"id\": \"s2\"}", "s2")
            + "', updated_at = 2000 WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    String both = chat(m1 + ", \"t2\": {\"id\": \"t2\"}, \"s2\": {\"id\": \"s2\"}", "s2");
    String now = "SELECT chat FROM client_acme.note WHERE id = 'a'";
    assertThat(target.query(now)).containsExactly(both);
    assertNothingIsLeftToDo();
    app.run(
        "UPDATE note SET chat = '"
            + chat(m1 + ", \"s2\": {\"id\": \"s2\"}, \"s3\": {\"id\": \"s3\"}", "s3")
            + "', updated_at = 3000 WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(target.query(now))
        .containsExactly(
            both.replace("\"s2\"}}, ", "\"s2\"}, \"s3\": {\"id\": \"s3\"}}, ")
                .replace("\"currentId\": \"s2\"", "\"currentId\": \"s3\""));
    assertNothingIsLeftToDo();
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
    SyncReport report = target.sync(file);
    assertThat(report.conflicts()).isZero();
    assertThat(report.resolved()).isEqualTo(2);
    assertThat(log("source_data ->> '_sync_null'")).containsExactlyInAnyOrder("[]", "[\"chat\"]");
  }

  @Test
  void tablesWithoutATimeWaitForAPerson() {
    target.execute("UPDATE client_acme.plain SET body = 'support'");
    app.run("UPDATE plain SET body = 'app'");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(log("resolution_strategy, resolution_notes, flags"))
        .containsExactly("manual|table plain has no column updated_at to compare|{held}");
  }

  @Test
  void aHeldRowIsSupersededWhenASideChangesAgainAndNotBefore() {
    target.decidingBy(ConflictResolver.holdAll());
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    target.sync(file);
    app.run("UPDATE plain SET body = 'other'");
    target.sync(file);
    assertThat(log("source_data ->> 'body', " + OPEN)).containsExactly("app|t");
    app.run("UPDATE note SET body = 'app 2' WHERE id = 'a'");
    target.sync(file);
    target.execute("UPDATE client_acme.note SET body = 'support 2' WHERE id = 'a'");
    app.run("UPDATE plain SET body = 'another'");
    target.sync(file);
    assertThat(log("source_data ->> 'body', target_data ->> 'body', resolved_by, " + OPEN))
        .containsExactly(
            "app|support|superseded|f", "app 2|support|superseded|f", "app 2|support 2|null|t");
    assertThat(log("divergence_id").stream().distinct()).hasSize(1);
    target.decidingBy(ConflictResolver.sourceWins());
    app.run("UPDATE plain SET body = 'last'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(log(OPEN)).containsOnly("f");
    assertThat(bodies()).contains("a|app 2");
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
    SyncReport report = target.sync(file);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(report.resolved()).isEqualTo(2);
    assertThat(bodies()).containsExactly("a|support", "b|app", "c|app");
    assertThat(
            target.query(
                "SELECT resolution_notes LIKE '%not today', flags FROM sync_metadata.conflict_log"
                    + " WHERE "
                    + OPEN))
        .containsExactly("t|{error,held}");
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
    assertThat(target.sync(file).conflicts()).isEqualTo(1);
    assertThat(log("resolution_notes"))
        .containsExactly("the row to write has another key in column id");
    assertThat(bodies()).contains("a|support");
  }

  @Test
  void aConfigurationThatDoesNotFitStopsTheRunBeforeAnythingIsApplied() {
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = config || '{\"conflicts\":"
            + " {\"table_strategies\": {\"notes\": {\"strategy\": \"manual\"}}}}'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    assertThatThrownBy(() -> target.sync(file))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(
            "client acme: the conflict configuration does not fit the tables:"
                + " $.table_strategies.notes: there is no table notes; did you mean note?");
    assertThat(bodies()).contains("a|1");
  }

  @Test
  void aClientMayHaveAConfigurationOfItsOwn() {
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = config || '{\"conflicts\":"
            + " {\"default_strategy\": \"target_wins\"}}'");
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app', updated_at = 9000 WHERE id = 'a'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(bodies()).contains("a|support");
  }

  @Test
  void driftIsRepairedWhereTheClientSaysSoAndTheLogKeepsWhatOthersWrote() {
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = '{\"drift\": \"repair\"}'");
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    target.execute("DELETE FROM client_acme.note WHERE id = 'b'");
    app.run("UPDATE plain SET body = 'other'");
    SyncReport report = target.sync(file);
    assertThat(report.resolved()).isEqualTo(2);
    assertThat(report.notes()).isEmpty();
    assertThat(bodies()).containsExactly("a|1", "b|2", "c|3");
    assertThat(log("flags, resolution_strategy, target_data ->> 'body'"))
        .containsExactlyInAnyOrder("{drift}|source_wins|support", "{drift}|source_wins|null");
    assertNothingIsLeftToDo();
  }

  @Test
  void driftIsLeftAloneAndToldOrNot() {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("UPDATE plain SET body = 'other'");
    assertThat(target.sync(file).notes()).hasSize(1);
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = '{\"drift\": \"ignore\"}'");
    app.run("UPDATE plain SET body = 'another'");
    assertThat(target.sync(file).notes()).isEmpty();
    assertThat(bodies()).contains("a|support");
    assertThat(log("1")).isEmpty();
    target.execute("UPDATE sync_metadata.client_deployments SET config = '{\"drift\": \"maybe\"}'");
    assertThatThrownBy(() -> target.sync(file)).hasMessageContaining("drift 'maybe'");
  }

  @Test
  void whatARepairFoundIsDecidedByAPersonAlthoughTheFileDidNotChange() {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id IN ('a', 'b')");
    target.engine().verify(EngineTarget.ACME, file, VerifyMode.REPAIR);
    assertThat(log("resolution_strategy, " + OPEN)).containsExactly("manual|t", "manual|t");
    ConflictQueue queue = new ConflictQueue(target.connections(), EngineTarget.CLUSTER);
    queue.decide(entry("a"), ConflictQueue.Choice.SOURCE, Optional.empty(), "ann");
    queue.decide(entry("b"), ConflictQueue.Choice.SOURCE, Optional.empty(), "ann");
    target.execute("UPDATE client_acme.note SET body = 'support 2' WHERE id = 'b'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    assertThat(bodies()).containsExactly("a|1", "b|support 2", "c|3");
    assertThat(log("resolved_by, decision, resolution_notes"))
        .containsExactlyInAnyOrder(
            "ann|source|null",
            "null|null|the row changed since the decision, which was not carried out");
  }

  @Test
  void aLeaderThatWasDeposedNotesNoDecision() throws Exception {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    target.engine().verify(EngineTarget.ACME, file, VerifyMode.REPAIR);
    Leadership deposed = target.elector().await(Duration.ofSeconds(5));
    ConflictQueue queue = new ConflictQueue(target.connections(), EngineTarget.CLUSTER);
    target.execute(
        "UPDATE sync_metadata.leader_election SET term = term + 1, holder = gen_random_uuid()");
    assertThatThrownBy(
            () ->
                queue
                    .fencedBy(deposed)
                    .decide(entry("a"), ConflictQueue.Choice.SOURCE, Optional.empty(), "ann"))
        .isInstanceOf(LeadershipLost.class);
    assertThat(log("decision, decided_by, decided_at")).containsExactly("null|null|null");
  }

  @Test
  void aLeaderNotesADecisionWhichIsNoMoreThanANoteBeforeTheNextRun() throws Exception {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id IN ('a', 'b')");
    target.engine().verify(EngineTarget.ACME, file, VerifyMode.REPAIR);
    Leadership leads = target.elector().await(Duration.ofSeconds(5));
    ConflictQueue queue = new ConflictQueue(target.connections(), EngineTarget.CLUSTER);
    queue.fencedBy(leads).decide(entry("a"), ConflictQueue.Choice.SOURCE, Optional.empty(), "ann");
    queue.decide(entry("b"), ConflictQueue.Choice.SOURCE, Optional.empty(), "bob");
    assertThat(log("decision, decided_by, " + OPEN))
        .containsExactlyInAnyOrder("source|ann|t", "source|bob|t");
    assertThat(bodies()).containsExactly("a|support", "b|support", "c|3");
    assertThat(target.sync(file).resolved()).isEqualTo(2);
    assertThat(bodies()).containsExactly("a|1", "b|2", "c|3");
  }

  private UUID entry(String id) {
    return UUID.fromString(
        target
            .query(
                "SELECT log_id FROM sync_metadata.conflict_log WHERE record_key::json ->> 'id' = '"
                    + id
                    + "'")
            .get(0));
  }

  @Test
  void whoListensHearsOfConflictsAndWhenTheyAreMany() {
    List<ConflictsSeen> heard = new ArrayList<>();
    target.heardBy(
        new SyncListener() {
          @Override
          public void conflicts(ConflictsSeen seen) {
            heard.add(seen);
          }
        });
    app.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12)"
            + " INSERT INTO note SELECT 'n' || i, 'x', 1, NULL, 1000 FROM n");
    target.sync(file);
    assertThat(heard).isEmpty();
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id LIKE 'n%'");
    target.execute("UPDATE client_acme.plain SET body = 'support'");
    app.run("UPDATE note SET body = 'app', updated_at = 3000 WHERE id LIKE 'n%'");
    app.run("UPDATE plain SET body = 'app'");
    target.sync(file);
    assertThat(heard).hasSize(1);
    ConflictsSeen seen = heard.get(0);
    assertThat(seen.open()).isEqualTo(1);
    assertThat(seen.recent()).isEqualTo(13);
    assertThat(seen.areMany()).isTrue();
    assertThat(seen.counts())
        .extracting(
            ConflictCount::table,
            ConflictCount::kind,
            ConflictCount::strategy,
            ConflictCount::decided,
            ConflictCount::rows)
        .containsExactlyInAnyOrder(
            Tuple.tuple(
                "note",
                ConflictKind.UPDATE_CONFLICT,
                ConflictStrategy.NEWEST_WINS,
                ConflictCount.Decided.BY_RULE,
                12L),
            Tuple.tuple(
                "plain",
                ConflictKind.UPDATE_CONFLICT,
                ConflictStrategy.MANUAL,
                ConflictCount.Decided.NOT_YET,
                1L));
  }

  @Test
  void aRowWithU0000InItsJsonAndACellThatDoesNotFitIsDecidedAndLoggedToTheLetter() {
    app.run(
        "INSERT INTO note VALUES ('z', 'zero', 'text in n', '{\"a\": \"\\u0000\", \"a\": 1.50}',"
            + " 1000)");
    target.sync(file);
    target.execute("UPDATE client_acme.note SET body = 'support', updated_at = 2000 WHERE id='z'");
    app.run("UPDATE note SET body = 'app', updated_at = 1500 WHERE id = 'z'");
    assertThat(target.sync(file).resolved()).isEqualTo(1);
    String images =
        "base_data::text LIKE '%1$s', source_data::text LIKE '%1$s', resolved_data::text LIKE '%1$s'"
            .formatted("%{\"a\": \"\\\\u0000\", \"a\": 1.50}%text in n%");
    assertThat(log(images)).containsExactly("t|t|t");
    assertNothingIsLeftToDo();
  }

  @Test
  void aDeletedRowWithU0000InItsJsonIsRememberedWithoutALocalIndex() {
    app.run("UPDATE note SET chat = '{\"a\": \"\\u0000\"}', updated_at = 1100 WHERE id = 'a'");
    target.sync(file);
    target.execute("DELETE FROM client_acme.note WHERE id = 'a'");
    assertNothingIsLeftToDo();
    assertThat(bodies()).containsExactly("b|2", "c|3");
  }

  private void assertNothingIsLeftToDo() {
    SyncReport full = target.engine().sync(request().withMode(SyncMode.FULL));
    assertThat(full.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(full.rowsChanged() + full.conflicts() + full.resolved()).isZero();
  }

  private SyncRequest request() {
    return SyncRequest.of(EngineTarget.ACME, file);
  }

  private List<String> bodies() {
    return target.query("SELECT id, body FROM client_acme.note ORDER BY id");
  }

  private List<String> log(String columns) {
    return target.query(
        "SELECT " + columns + " FROM sync_metadata.conflict_log ORDER BY detected_at, log_id");
  }
}
