package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.apply.RowVerdicts.Action;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
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

  /**
   * The conflicts of one table, from question to answer; the rows themselves are not changed yet.
   */
  DecisionStage decide(
      ApplyTransaction transaction,
      ClientRow client,
      Job job,
      TargetTable table,
      RowStage stage,
      RowVerdicts verdicts,
      CaseReader.Cells cells)
      throws SQLException {
    DecisionStage decisions =
        new DecisionStage(
            transaction, table, stage, new RowEncoder(table.plan(), cells.encoding()));
    decisions.create();
    CaseReader reader = new CaseReader(client, table, stage, verdicts, cells, now(transaction));
    long[] last = {-1};
    boolean more = true;
    while (more) {
      more =
          reader.read(
              transaction.connection(),
              last[0],
              one -> {
                Answer answer = tally.count(one, () -> arbiter.decide(one, table.plan()));
                last[0] = one.sequence();
                return decisions.add(one, answer);
              });
      decisions.flush();
    }
    adopt(transaction, verdicts, decisions);
    new ConflictLog(transaction, client, job, term).write(table, stage, decisions);
    return decisions;
  }

  private static void adopt(
      ApplyTransaction transaction, RowVerdicts verdicts, DecisionStage decisions)
      throws SQLException {
    try (Statement statement = transaction.connection().createStatement()) {
      statement.execute("ANALYZE " + decisions.name());
      statement.execute(
          "UPDATE "
              + verdicts.name()
              + " v SET action = d.action FROM "
              + decisions.name()
              + " d WHERE v._seq = d._seq");
    }
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
