package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConflictCount;
import dev.tributary.api.ConflictKind;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.VerifyMode;
import dev.tributary.core.ConflictQueue;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts that wait for a person: what replaces them, who decides, who hears of them. */
final class WaitingConflictsTest {
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
  void tablesWithoutATimeWaitForAPerson() {
    target.execute("UPDATE client_acme.plain SET body = 'support'");
    app.run("UPDATE plain SET body = 'app'");
    SyncReport report = notes.sync();
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(notes.log("resolution_strategy, resolution_notes, flags"))
        .containsExactly("manual|table plain has no column updated_at to compare|{held}");
  }

  @Test
  void aHeldRowIsSupersededWhenASideChangesAgainAndNotBefore() {
    target.decidingBy(ConflictResolver.holdAll());
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'app' WHERE id = 'a'");
    notes.sync();
    app.run("UPDATE plain SET body = 'other'");
    notes.sync();
    assertThat(notes.log("source_data ->> 'body', " + OPEN)).containsExactly("app|t");
    app.run("UPDATE note SET body = 'app 2' WHERE id = 'a'");
    notes.sync();
    target.execute("UPDATE client_acme.note SET body = 'support 2' WHERE id = 'a'");
    app.run("UPDATE plain SET body = 'another'");
    notes.sync();
    assertThat(notes.log("source_data ->> 'body', target_data ->> 'body', resolved_by, " + OPEN))
        .containsExactly(
            "app|support|superseded|f", "app 2|support|superseded|f", "app 2|support 2|null|t");
    assertThat(notes.log("divergence_id").stream().distinct()).hasSize(1);
    target.decidingBy(ConflictResolver.sourceWins());
    app.run("UPDATE plain SET body = 'last'");
    assertThat(notes.sync().outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(notes.log(OPEN)).containsOnly("f");
    assertThat(notes.bodies()).contains("a|app 2");
  }

  @Test
  void whatARepairFoundIsDecidedByAPersonAlthoughTheFileDidNotChange() {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id IN ('a', 'b')");
    target.engine().verify(EngineTarget.ACME, notes.file(), VerifyMode.REPAIR);
    assertThat(notes.log("resolution_strategy, " + OPEN)).containsExactly("manual|t", "manual|t");
    ConflictQueue queue = new ConflictQueue(target.connections(), EngineTarget.CLUSTER);
    queue.decide(entry("a"), ConflictQueue.Choice.SOURCE, Optional.empty(), "ann");
    queue.decide(entry("b"), ConflictQueue.Choice.SOURCE, Optional.empty(), "ann");
    target.execute("UPDATE client_acme.note SET body = 'support 2' WHERE id = 'b'");
    assertThat(notes.sync().resolved()).isEqualTo(1);
    assertThat(notes.bodies()).containsExactly("a|1", "b|support 2", "c|3");
    assertThat(notes.log("resolved_by, decision, resolution_notes"))
        .containsExactlyInAnyOrder(
            "ann|source|null",
            "null|null|the row changed since the decision, which was not carried out");
  }

  @Test
  void aLeaderThatWasDeposedNotesNoDecision() throws Exception {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 'a'");
    target.engine().verify(EngineTarget.ACME, notes.file(), VerifyMode.REPAIR);
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
    assertThat(notes.log("decision, decided_by, decided_at")).containsExactly("null|null|null");
  }

  @Test
  void aLeaderNotesADecisionWhichIsNoMoreThanANoteBeforeTheNextRun() throws Exception {
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id IN ('a', 'b')");
    target.engine().verify(EngineTarget.ACME, notes.file(), VerifyMode.REPAIR);
    Leadership leads = target.elector().await(Duration.ofSeconds(5));
    ConflictQueue queue = new ConflictQueue(target.connections(), EngineTarget.CLUSTER);
    queue.fencedBy(leads).decide(entry("a"), ConflictQueue.Choice.SOURCE, Optional.empty(), "ann");
    queue.decide(entry("b"), ConflictQueue.Choice.SOURCE, Optional.empty(), "bob");
    assertThat(notes.log("decision, decided_by, " + OPEN))
        .containsExactlyInAnyOrder("source|ann|t", "source|bob|t");
    assertThat(notes.bodies()).containsExactly("a|support", "b|support", "c|3");
    assertThat(notes.sync().resolved()).isEqualTo(2);
    assertThat(notes.bodies()).containsExactly("a|1", "b|2", "c|3");
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
    notes.sync();
    assertThat(heard).isEmpty();
    target.execute("UPDATE client_acme.note SET body = 'support' WHERE id LIKE 'n%'");
    target.execute("UPDATE client_acme.plain SET body = 'support'");
    app.run("UPDATE note SET body = 'app', updated_at = 3000 WHERE id LIKE 'n%'");
    app.run("UPDATE plain SET body = 'app'");
    notes.sync();
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
}
