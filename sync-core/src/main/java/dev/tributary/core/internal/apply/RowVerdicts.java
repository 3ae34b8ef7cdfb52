package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.values.CopyReader;
import dev.tributary.core.internal.values.CopyRow;
import dev.tributary.core.internal.values.RowDecoder;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Locks the target rows of a stage and decides what happens to each. Lock and look are two
 * statements: in one, a row that others delete while we wait for its lock vanishes unseen.
 *
 * <p>A row that was there has a {@code tid}, and is locked. One that was not cannot be locked: it
 * stays absent for this run, whatever others insert meanwhile, and all that reads the target again
 * asks for the {@code tid}.
 */
final class RowVerdicts {
  /** What happens to a staged row. */
  enum Action {
    INSERT,
    UPDATE,
    ARCHIVE,
    /** The source deleted a row that the target does not have either. */
    NOTHING,
    /** Others touched the row and its content is neither the base's nor the source's. */
    CONFLICT,
    /** Others touched the row; its content decides. Only while judging. */
    TOUCHED,
    /** Others touched the row, the source did nothing: it stays. */
    LEFT,
    /** A conflict: the target's row stays, the source's is the base from now on. */
    KEEP,
    /** A conflict: the source's row is gone, the target's stays and is not ours any more. */
    RELEASE,
    /** A conflict: the target's row stays away, the source's is the base from now on. */
    STAY_AWAY,
    /** A conflict: a row that neither side has is written over the target's. */
    WRITE,
    /** The same where the target has none. */
    WRITE_NEW
  }

  // Of a length that is known, so that PostgreSQL makes no TOAST table, and no index on it.
  private static final String ACTION = "varchar(16)";
  private static final int BATCH = 10_000;

  private final ApplyTransaction transaction;
  private final TargetTable table;
  private final RowStage stage;
  private final String name;

  RowVerdicts(ApplyTransaction transaction, TargetTable table, RowStage stage) {
    this.transaction = transaction;
    this.table = table;
    this.stage = stage;
    this.name = name(stage);
  }

  String name() {
    return name;
  }

  /** The table of the verdicts on this stage. */
  static String name(RowStage stage) {
    return stage.name().replace("stage_", "verdict_");
  }

  /**
   * Judges all staged rows.
   *
   * @param trusted {@code xmin} tells whether a row was touched; else every row's content decides
   * @param hasher the row hash of the base
   */
  Map<Action, Long> judge(boolean trusted, RowDecoder decoder, ToLongFunction<Row> hasher)
      throws SQLException {
    // Looking sees what others inserted since the lock: those rows are locked the next time.
    while (lock() < look(trusted)) {
      execute("DROP TABLE " + name);
    }
    Map<Action, Long> counts = count();
    if (counts.containsKey(Action.TOUCHED)) {
      compareTouched(decoder, hasher);
      counts = count();
    }
    return counts;
  }

  /** Returns how many rows are locked. */
  private long lock() throws SQLException {
    return number(
        "SELECT count(*) FROM (SELECT 1 FROM "
            + table.sql()
            + " t JOIN "
            + stage.name()
            + " s ON "
            + table.sameKey("t", "s")
            + " ORDER BY "
            + TargetTable.list("t", table.keyColumns())
            + " FOR UPDATE OF t) locked");
  }

  /** Returns how many rows are there. */
  private long look(boolean trusted) throws SQLException {
    String kept = trusted ? TargetTable.kept("t") : "false";
    String touched = trusted ? "t._sync_hash IS NULL OR t.xmin <> t._sync_xid::xid" : "true";
    execute(
        "CREATE TEMP TABLE "
            + name.substring("pg_temp.".length())
            + " ON COMMIT DROP AS SELECT s._sync_seq, t.ctid AS tid, CASE"
            + " WHEN t.ctid IS NULL THEN CASE s._sync_op WHEN 1 THEN 'CONFLICT' WHEN 2 THEN 'INSERT'"
            + " ELSE 'NOTHING' END"
            + (" WHEN " + kept + " THEN CASE s._sync_op WHEN 3 THEN 'NOTHING' ELSE 'UPDATE' END")
            + (" WHEN " + touched + " THEN 'TOUCHED'")
            + (" WHEN s._sync_op = 3 THEN 'ARCHIVE' ELSE 'UPDATE' END::" + ACTION)
            + " AS action FROM "
            + stage.name()
            + " s LEFT JOIN "
            + table.sql()
            + " t ON "
            + table.sameKey("t", "s"));
    if (stage.rows() > 500) {
      execute("ANALYZE " + name);
    }
    return number("SELECT count(tid) FROM " + name);
  }

  private Map<Action, Long> count() throws SQLException {
    Map<Action, Long> counts = new EnumMap<>(Action.class);
    String sql = "SELECT action, count(*) FROM " + name + " GROUP BY action";
    try (Statement query = transaction.connection().createStatement();
        var rows = query.executeQuery(sql)) {
      while (rows.next()) {
        counts.put(Action.valueOf(rows.getString(1)), rows.getLong(2));
      }
    }
    return counts;
  }

  /** T = S: adopt. T = base: nobody changed it. Else: conflict. */
  private void compareTouched(RowDecoder decoder, ToLongFunction<Row> hasher) throws SQLException {
    List<Long> update = new ArrayList<>();
    List<Long> archive = new ArrayList<>();
    Row row = new Row(table.plan().columns().size());
    int width = row.width();
    try (CopyReader reader = CopyOutRows.open(transaction.connection(), touchedRows())) {
      while (reader.next()) {
        CopyRow fields = reader.row();
        decoder.decodeTouched(fields, row);
        long target = hasher.applyAsLong(row);
        boolean delete = fields.int64(width + 2) == RowStage.DELETE;
        boolean isBase = !fields.isNull(width + 3) && fields.int64(width + 3) == target;
        boolean isSource = !delete && fields.int64(width + 4) == target;
        if (isBase || isSource) {
          (delete ? archive : update).add(fields.int64(width + 1));
        }
      }
    }
    decide(update, Action.UPDATE);
    decide(archive, Action.ARCHIVE);
    execute("UPDATE " + name + " SET action = 'CONFLICT' WHERE action = 'TOUCHED'");
  }

  private String touchedRows() {
    List<String> names = new ArrayList<>();
    table.plan().columns().forEach(column -> names.add(column.target()));
    names.add(TargetTable.EXTRA);
    return "SELECT "
        + TargetTable.list("t", names)
        + ", s._sync_seq, s._sync_op, t._sync_hash, s._sync_hash FROM "
        + name
        + " v JOIN "
        + stage.name()
        + " s USING (_sync_seq) JOIN "
        + table.sql()
        + " t ON "
        + table.sameKey("t", "s")
        + " WHERE v.action = "
        + Sql.literal(Action.TOUCHED.name());
  }

  /** What is over: nobody need remember what others did there. */
  static final String SETTLED = "('UPDATE', 'INSERT', 'ARCHIVE', 'NOTHING', 'RELEASE')";

  /** Counts the actions again after conflicts were decided. */
  Map<Action, Long> recount() throws SQLException {
    return count();
  }

  private void decide(List<Long> sequence, Action action) throws SQLException {
    String sql = "UPDATE " + name + " SET action = ? WHERE _sync_seq = ANY (?)";
    for (int from = 0; from < sequence.size(); from += BATCH) {
      List<Long> part = sequence.subList(from, Math.min(sequence.size(), from + BATCH));
      Array array = transaction.connection().createArrayOf("bigint", part.toArray());
      try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
        update.setString(1, action.name());
        update.setArray(2, array);
        update.executeUpdate();
      }
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement query = transaction.connection().createStatement();
        var row = query.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = transaction.connection().createStatement()) {
      statement.execute(sql);
    }
  }
}
