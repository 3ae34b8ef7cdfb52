package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.jdbc.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Carries out what was decided where the mirror ends with another row than the source: it stays, it
 * stays away, or it becomes a third one.
 *
 * <p>The source's row is the base from then on, so the same difference is no conflict again. But
 * the row is not ours: {@code _sync_xid} is 0, which no {@code xmin} ever equals, so that the next
 * change of the source does not overwrite it unseen.
 */
final class DecidedRows {
  private static final String CONSIDER =
      """
      SELECT coalesce(sum(sync_metadata.consider_source(?, ?, part.keys, part.images)), 0)
        FROM (SELECT array_agg(one.key ORDER BY one.seq) AS keys,
                     array_agg(one.image ORDER BY one.seq) AS images
                FROM (SELECT s._sync_seq AS seq, %3$s::text AS key, i.image,
                             sum(octet_length(i.image)) OVER (ORDER BY s._sync_seq) / 16777216 AS part
                        FROM %1$s s JOIN %2$s v USING (_sync_seq)
                       CROSS JOIN LATERAL (SELECT %4$s::text AS image) i
                       WHERE v.action IN ('KEEP', 'STAY_AWAY', 'WRITE', 'WRITE_NEW')
                         AND s._sync_op <> 3) one
               GROUP BY one.part) part
      """;
  private static final String CLAIM =
      """
      WITH claimed AS (
        UPDATE %1$s t SET _sync_hash = 0 FROM %2$s v
         WHERE v.action = 'ARCHIVE' AND t.ctid = v.tid AND t._sync_hash IS NULL
        RETURNING v._sync_seq, t.ctid AS tid)
      UPDATE %2$s v SET tid = claimed.tid FROM claimed WHERE v._sync_seq = claimed._sync_seq
      """;

  private final ApplyTransaction transaction;
  private final TargetTable table;
  private final RowStage stage;
  private final RowVerdicts verdicts;
  private final DecisionStage decisions;

  DecidedRows(ApplyTransaction transaction, Judged judged, DecisionStage decisions) {
    this.transaction = transaction;
    this.table = judged.table();
    this.stage = judged.stage();
    this.verdicts = judged.verdicts();
    this.decisions = decisions;
  }

  /** Rows that others put there have no hash, and without one nothing goes to the archive. */
  void claimForArchive() throws SQLException {
    update(CLAIM.formatted(table.sql(), verdicts.name()));
  }

  long keep() throws SQLException {
    return update(
        "UPDATE "
            + table.sql()
            + " t SET _sync_hash = s._sync_hash, _sync_xid = '0'::xid8 "
            + judged("KEEP"));
  }

  long release() throws SQLException {
    return update(
        "UPDATE "
            + table.sql()
            + " t SET _sync_hash = NULL, _sync_xid = NULL "
            + judged("RELEASE"));
  }

  long write() throws SQLException {
    String assignments =
        names().stream()
            .map(name -> Sql.name(name) + " = d." + Sql.name(name))
            .collect(Collectors.joining(", "));
    return update(
        "UPDATE "
            + table.sql()
            + " t SET "
            + assignments
            + (assignments.isEmpty() ? "" : ", ")
            + "_sync_hash = d._sync_hash,"
            + " _sync_xid = CASE WHEN d._sync_hash IS NULL THEN NULL ELSE '0'::xid8 END FROM "
            + decisions.name()
            + " d JOIN "
            + stage.name()
            + " s USING (_sync_seq) WHERE d._sync_action = 'WRITE' AND "
            + table.sameKey("t", "s"));
  }

  long writeNew() throws SQLException {
    boolean hashed = table.plan().key().hasSyncKey();
    List<String> names = table.imageColumns();
    return update(
        "INSERT INTO "
            + table.sql()
            + " ("
            + Sql.names(names)
            + ", _sync_hash, _sync_xid"
            + (hashed ? ", _sync_key" : "")
            + ") SELECT "
            + TargetTable.list("d", names)
            + ", d._sync_hash, '0'::xid8"
            + (hashed ? ", s._sync_key" : "")
            + " FROM "
            + decisions.name()
            + " d JOIN "
            + stage.name()
            + " s USING (_sync_seq) WHERE d._sync_action = 'WRITE_NEW'");
  }

  /** The source's rows become the base, wherever the mirror shows another. */
  void consider(ClientRow client) throws SQLException {
    String sql =
        CONSIDER.formatted(
            stage.name(), verdicts.name(), table.keyObject("s"), new RowImages(table).base("s"));
    try (PreparedStatement call = transaction.connection().prepareStatement(sql)) {
      call.setString(1, client.name().value());
      call.setString(2, table.plan().source());
      try (ResultSet row = call.executeQuery()) {
        row.next();
      }
    }
  }

  /** All columns that are not the key: writing those anew would re-index the row for nothing. */
  private List<String> names() {
    List<String> names = new ArrayList<>(table.imageColumns());
    names.removeAll(table.keyColumns());
    return names;
  }

  private String judged(String action) {
    return "FROM "
        + stage.name()
        + " s JOIN "
        + verdicts.name()
        + " v USING (_sync_seq) WHERE v.action = '"
        + action
        + "' AND "
        + table.sameKey("t", "s");
  }

  private long update(String sql) throws SQLException {
    try (Statement statement = transaction.connection().createStatement()) {
      return statement.executeLargeUpdate(sql);
    }
  }
}
