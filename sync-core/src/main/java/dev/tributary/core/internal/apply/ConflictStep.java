package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.apply.RowVerdicts.Action;
import dev.tributary.core.internal.values.RowEncoder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * What one run does about conflicts: who decides, by which right, and where they are counted.
 *
 * @param term of the leader, for the log
 */
public record ConflictStep(Arbiter arbiter, long term, ConflictTally tally) {

  /** The conflicts of one table, from question to answer; the rows are not changed yet. */
  DecisionStage decide(Applying run, Judged judged, CaseReader.Cells cells) throws SQLException {
    RowEncoder encoder = new RowEncoder(judged.table().plan(), cells.encoding());
    DecisionStage decisions = new DecisionStage(run.transaction(), judged, encoder);
    decisions.create();
    analyze(run.transaction(), judged.verdicts().name());
    ask(
        run,
        judged,
        new CaseReader(run.client(), judged, cells, now(run.transaction())),
        decisions);
    adopt(run.transaction(), judged.verdicts(), decisions);
    new ConflictLog(run, term).write(judged, decisions);
    return decisions;
  }

  /** In parts, so that memory is bounded by the largest rows, not by their number. */
  private void ask(Applying run, Judged judged, CaseReader reader, DecisionStage decisions)
      throws SQLException {
    reader.gatherOpen(run.transaction().connection());
    long[] last = {-1};
    boolean more = true;
    while (more) {
      more =
          reader.read(
              run.transaction().connection(),
              last[0],
              one -> {
                last[0] = one.sequence();
                return decisions.add(
                    one, tally.count(one, () -> arbiter.decide(one, judged.table().plan())));
              });
      decisions.flush();
    }
  }

  /** With the counts of before, PostgreSQL looks at every row for every row. */
  private static void analyze(ApplyTransaction transaction, String table) throws SQLException {
    try (Statement statement = transaction.connection().createStatement()) {
      statement.execute("ANALYZE " + table);
    }
  }

  private static void adopt(
      ApplyTransaction transaction, RowVerdicts verdicts, DecisionStage decisions)
      throws SQLException {
    analyze(transaction, decisions.name());
    try (Statement statement = transaction.connection().createStatement()) {
      statement.execute(
          "UPDATE "
              + verdicts.name()
              + " v SET action = d._sync_action FROM "
              + decisions.name()
              + " d WHERE v._sync_seq = d._sync_seq");
    }
    analyze(transaction, verdicts.name());
  }

  /** PostgreSQL's clock, so that every node decides alike. */
  private static Instant now(ApplyTransaction transaction) throws SQLException {
    try (Statement query = transaction.connection().createStatement();
        ResultSet row = query.executeQuery("SELECT now()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  static long resolved(Map<Action, Long> judged, long conflictsBefore) {
    return conflictsBefore
        - judged.getOrDefault(Action.CONFLICT, 0L)
        - judged.getOrDefault(Action.LEFT, 0L);
  }
}
