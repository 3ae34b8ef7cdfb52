package dev.tributary.core.internal.apply;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.apply.RowVerdicts.Action;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.DeleteSetting;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.core.internal.values.RowDecoder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Brings one table's staged rows into the mirror: deletes (archived or kept), updates, inserts, in
 * this order. Every staged row must be accounted for, else the run fails: row level security and
 * foreign triggers can swallow a write without a word.
 */
public final class TableApply {
  private static final String ARCHIVE =
      """
      SELECT sync_metadata.archive_rows(?, ?,
               (SELECT array_agg(part.tid) FROM (
                  SELECT v.tid FROM %s v WHERE v.action = 'ARCHIVE' ORDER BY v._sync_seq
                   LIMIT ? OFFSET ?) part), ?)
      """;
  private static final int ARCHIVE_CHUNK = 20_000;

  private final ApplyTransaction transaction;
  private final ClientRow client;
  private final Job job;
  private final ConflictStep conflicts;

  public TableApply(
      ApplyTransaction transaction, ClientRow client, Job job, ConflictStep conflicts) {
    this.transaction = transaction;
    this.client = client;
    this.job = job;
    this.conflicts = conflicts;
  }

  /**
   * Applies the stage, which is finished.
   *
   * @param hasher the row hash of the base, for rows that others touched
   */
  public TableCounts apply(
      TargetTable table,
      RowStage stage,
      RowDecoder decoder,
      ToLongFunction<Row> hasher,
      TextEncoding encoding) {
    if (stage.rows() == 0) {
      return TableCounts.NONE;
    }
    try {
      RowVerdicts verdicts = new RowVerdicts(transaction, table, stage);
      Map<Action, Long> judged = verdicts.judge(client.trusted(), decoder, hasher);
      long disputed = count(judged, Action.CONFLICT);
      long written = 0;
      if (disputed > 0) {
        CaseReader.Cells cells = new CaseReader.Cells(decoder, hasher, encoding);
        Judged found = new Judged(table, stage, verdicts);
        DecisionStage decisions =
            conflicts.decide(new Applying(transaction, client, job), found, cells);
        judged = verdicts.recount();
        DecidedRows decided = new DecidedRows(transaction, found, decisions);
        written = writeDecided(table, decided, judged);
      }
      TableCounts counts = writeOurs(table, stage, verdicts, judged);
      new ConflictRows(transaction, client, job).closeApplied(table, stage, verdicts);
      new DriftRows(transaction.connection(), table).resolveApplied(stage, verdicts);
      return new TableCounts(
          counts.inserted(),
          counts.updated() + written,
          counts.deleted(),
          count(judged, Action.CONFLICT),
          ConflictStep.resolved(judged, disputed));
    } catch (SQLException e) {
      throw SqlStates.toSyncException("apply rows of " + table.sql(), e);
    }
  }

  private TableCounts writeOurs(
      TargetTable table, RowStage stage, RowVerdicts verdicts, Map<Action, Long> judged)
      throws SQLException {
    long deleted =
        client.deletes() == DeleteSetting.KEEP
            ? keepDeleted(table, verdicts)
            : archive(table, verdicts, count(judged, Action.ARCHIVE));
    long updated = update(table, stage, verdicts);
    long inserted = insert(table, stage, verdicts);
    requireAll(table, Action.ARCHIVE, judged, deleted);
    requireAll(table, Action.UPDATE, judged, updated);
    requireAll(table, Action.INSERT, judged, inserted);
    return new TableCounts(inserted, updated, deleted, 0, 0);
  }

  /** Returns how many rows others see changed. */
  private long writeDecided(TargetTable table, DecidedRows decided, Map<Action, Long> judged)
      throws SQLException {
    decided.claimForArchive();
    requireAll(table, Action.KEEP, judged, decided.keep());
    requireAll(table, Action.RELEASE, judged, decided.release());
    long over = decided.write();
    requireAll(table, Action.WRITE, judged, over);
    long anew = decided.writeNew();
    requireAll(table, Action.WRITE_NEW, judged, anew);
    decided.consider(client);
    return over + anew;
  }

  private static long count(Map<Action, Long> judged, Action action) {
    return judged.getOrDefault(action, 0L);
  }

  private long archive(TargetTable table, RowVerdicts verdicts, long rows) throws SQLException {
    long archived = 0;
    for (long offset = 0; offset < rows; offset += ARCHIVE_CHUNK) {
      try (PreparedStatement call =
          transaction.connection().prepareStatement(ARCHIVE.formatted(verdicts.name()))) {
        call.setString(1, client.name().value());
        call.setString(2, table.plan().source());
        call.setInt(3, ARCHIVE_CHUNK);
        call.setLong(4, offset);
        call.setObject(5, job.id());
        try (ResultSet row = call.executeQuery()) {
          row.next();
          archived += row.getLong(1);
        }
      }
    }
    return archived;
  }

  private long keepDeleted(TargetTable table, RowVerdicts verdicts) throws SQLException {
    return write(
        "UPDATE "
            + table.sql()
            + " t SET _sync_hash = NULL, _sync_xid = pg_current_xact_id() FROM "
            + verdicts.name()
            + " v WHERE v.action = 'ARCHIVE' AND t.ctid = v.tid");
  }

  private long update(TargetTable table, RowStage stage, RowVerdicts verdicts) throws SQLException {
    List<String> columns = table.allColumns();
    String assignments =
        columns.stream()
            .filter(name -> !table.keyColumns().contains(name))
            .map(name -> Sql.name(name) + " = s." + Sql.name(name))
            .collect(Collectors.joining(", "));
    return write(
        "UPDATE "
            + table.sql()
            + " t SET "
            + assignments
            + " FROM "
            + stage.name()
            + " s JOIN "
            + verdicts.name()
            + " v USING (_sync_seq) WHERE v.action = 'UPDATE' AND "
            + table.sameKey("t", "s"));
  }

  private long insert(TargetTable table, RowStage stage, RowVerdicts verdicts) throws SQLException {
    return write(
        "INSERT INTO "
            + table.sql()
            + " ("
            + Sql.names(table.allColumns())
            + ") SELECT "
            + TargetTable.list("s", table.allColumns())
            + " FROM "
            + stage.name()
            + " s JOIN "
            + verdicts.name()
            + " v USING (_sync_seq) WHERE v.action = 'INSERT'");
  }

  private long write(String sql) throws SQLException {
    try (Statement statement = transaction.connection().createStatement()) {
      return statement.executeLargeUpdate(sql);
    }
  }

  private static void requireAll(
      TargetTable table, Action action, Map<Action, Long> judged, long written) {
    long expected = count(judged, action);
    if (written != expected) {
      throw new ConfigurationInvalid(
          ("%s of %d rows of %s wrote %d; a trigger, rule or row level security on the table"
                  + " swallows writes: remove it")
              .formatted(action, expected, table.sql(), written));
    }
  }
}
