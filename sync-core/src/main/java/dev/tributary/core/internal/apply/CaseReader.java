package dev.tributary.core.internal.apply;

import dev.tributary.api.Cell;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictKind;
import dev.tributary.api.RowImage;
import dev.tributary.api.RowKey;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.core.internal.values.CopyReader;
import dev.tributary.core.internal.values.CopyRow;
import dev.tributary.core.internal.values.RowDecoder;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Reads the conflicts of one table: base, source and target as the cells that they were, and what
 * waits in the log for the row.
 */
final class CaseReader {
  private static final int BATCH = 1000;
  private static final byte[] JSON_NULL = {'n', 'u', 'l', 'l'};

  private final ClientRow client;
  private final TargetTable table;
  private final TablePlan plan;
  private final RowDecoder decoder;
  private final ToLongFunction<Row> hasher;
  private final Charset encoding;
  private final Instant now;
  private final String open;
  private final Judged judged;
  private final int width;
  private final Row row;

  CaseReader(ClientRow client, Judged judged, Cells cells, Instant now) {
    this.client = client;
    this.table = judged.table();
    this.plan = judged.table().plan();
    this.decoder = cells.decoder();
    this.hasher = cells.hasher();
    this.encoding = cells.encoding().charset();
    this.now = now;
    this.width = plan.columns().size();
    this.row = new Row(width);
    this.open = open(judged.stage());
    this.judged = judged;
  }

  /** How cells are read and hashed. */
  record Cells(RowDecoder decoder, ToLongFunction<Row> hasher, TextEncoding encoding) {}

  /** A row for each side: all in one would be more columns than PostgreSQL selects. */
  private String select(long after) {
    RowImages images = new RowImages(table);
    return """
        SELECT side.*, v._sync_seq, s._sync_op, s._sync_hash, t.ctid IS NOT NULL,
               coalesce(t._sync_hash, (r.base ->> '_sync_hash')::bigint),
               t._sync_xid IS NOT NULL, d.old_image IS NOT NULL, o.log_id,
               o.source_data::text IS NOT DISTINCT FROM
                 CASE WHEN s._sync_op = 3 THEN NULL ELSE %5$s::text END
               AND o.target_data::text IS NOT DISTINCT FROM
                 CASE WHEN t.ctid IS NULL THEN NULL ELSE %6$s::text END,
               o.decision, o.decided_by
          FROM (SELECT _sync_seq, tid FROM %7$s
                 WHERE action = 'CONFLICT' AND _sync_seq > %17$d ORDER BY 1 LIMIT %18$d) v
          JOIN %8$s s USING (_sync_seq)
          LEFT JOIN %9$s t ON v.tid IS NOT NULL AND %10$s
         CROSS JOIN LATERAL (SELECT %11$s::text AS key) k
          LEFT JOIN LATERAL (
               SELECT f.old_image FROM %12$s f
                WHERE f.table_name = %13$s AND f.status = 'open'
                  AND md5(coalesce(f.record_key::text, '')) = md5(k.key)
                  AND f.record_key::text = k.key LIMIT 1) d ON true
          LEFT JOIN %14$s p ON p.record_key = k.key
          LEFT JOIN sync_metadata.conflict_log o ON o.log_id = p.log_id
         CROSS JOIN LATERAL (SELECT %15$s AS base, %16$s AS custom) r
         CROSS JOIN LATERAL (
               SELECT %1$s, 0::bigint AS _sync_side UNION ALL SELECT %2$s, 1
               UNION ALL SELECT %3$s, 2 UNION ALL SELECT %4$s, 3) side
         ORDER BY v._sync_seq, side._sync_side
        """
        .formatted(
            TargetTable.list("t", table.imageColumns()),
            TargetTable.list("s", table.imageColumns()),
            images.columnsThatFit("r.base"),
            images.columns("r.custom"),
            images.image("s"),
            images.image("t"),
            judged.verdicts().name(),
            judged.stage().name(),
            table.sql(),
            table.sameKey("t", "s"),
            table.keyObject("s"),
            DriftRows.entries(table),
            Sql.literal(plan.target()),
            open,
            RowImages.readable("d.old_image"),
            RowImages.readable("o.decision_data"),
            after,
            BATCH);
  }

  private static String open(RowStage stage) {
    return stage.name().replace("stage_", "open_");
  }

  /**
   * Gathers the open entries of the table, once: row level security keeps the log's own index from
   * being used for a key.
   */
  void gatherOpen(Connection connection) throws SQLException {
    try (PreparedStatement gather =
            connection.prepareStatement(
                "CREATE TEMP TABLE "
                    + open.substring("pg_temp.".length())
                    + " ON COMMIT DROP AS SELECT log_id, record_key"
                    + " FROM sync_metadata.conflict_log WHERE deployment_id = "
                    + Sql.literal(client.id().toString())
                    + " AND table_name = "
                    + Sql.literal(plan.source())
                    + " AND resolved_at IS NULL");
        Statement analyze = connection.createStatement()) {
      gather.execute();
      analyze.execute("ANALYZE " + open);
    }
  }

  /**
   * Reads cases in the order of the stage while it is told to go on.
   *
   * @param after the last one that was read before; -1 to begin
   * @param more takes a case; false: no more of this batch
   * @return whether there may be more
   */
  boolean read(Connection connection, long after, Predicate<ConflictCase> more)
      throws SQLException {
    int count = 0;
    try (CopyReader reader = CopyOutRows.open(connection, select(after))) {
      while (reader.next()) {
        count++;
        if (!more.test(readCase(reader))) {
          return true;
        }
      }
    }
    return count == BATCH;
  }

  /** Reads the sides of one row, of which the reader has the first. */
  private ConflictCase readCase(CopyReader reader) throws SQLException {
    Optional<RowImage> target =
        known(reader).bool(3) ? Optional.of(touched(reader.row())) : Optional.empty();
    reader.next();
    RowKey key = key(reader.row());
    boolean sourceGone = known(reader).int64(1) == RowStage.DELETE;
    Optional<RowImage> source = sourceGone ? Optional.empty() : Optional.of(exact(reader.row()));
    reader.next();
    Optional<RowImage> base = base(reader, source);
    reader.next();
    return conflictCase(reader, key, target, source, base);
  }

  private ConflictCase conflictCase(
      CopyReader reader,
      RowKey key,
      Optional<RowImage> target,
      Optional<RowImage> source,
      Optional<RowImage> base) {
    CopyRow known = known(reader);
    boolean isNew = known.int64(1) == RowStage.UPSERT_NEW;
    OptionalLong baseHash = baseHash(known);
    OptionalLong sourceHash =
        source.isPresent() ? OptionalLong.of(known.int64(2)) : OptionalLong.empty();
    Conflict conflict =
        new Conflict(
            client.name(),
            plan.source(),
            key,
            kind(source, target, isNew, baseHash, known.bool(5)),
            base,
            source,
            target,
            now,
            encoding);
    return new ConflictCase(
        known.int64(0),
        conflict,
        sourceHash,
        !isNew && sourceHash.isPresent() && sourceHash.equals(baseHash),
        entry(reader.row(), known));
  }

  /** What is behind the cells of a side and its number: the same for each side of a row. */
  private CopyRow known(CopyReader reader) {
    return reader.row().from(width + 2);
  }

  private static OptionalLong baseHash(CopyRow known) {
    boolean isNew = known.int64(1) == RowStage.UPSERT_NEW;
    return isNew || known.isNull(4) ? OptionalLong.empty() : OptionalLong.of(known.int64(4));
  }

  private static ConflictKind kind(
      Optional<RowImage> source,
      Optional<RowImage> target,
      boolean isNew,
      OptionalLong baseHash,
      boolean wasOurs) {
    if (isNew) {
      return wasOurs ? ConflictKind.NO_BASE : ConflictKind.INSERT_CONFLICT;
    }
    if (source.isEmpty() || target.isEmpty()) {
      return baseHash.isEmpty() && target.isPresent()
          ? ConflictKind.NO_BASE
          : ConflictKind.DELETE_CONFLICT;
    }
    return baseHash.isEmpty() ? ConflictKind.NO_BASE : ConflictKind.UPDATE_CONFLICT;
  }

  private RowImage touched(CopyRow fields) {
    decoder.decodeTouched(fields, row);
    return row.image(plan.columns());
  }

  private RowImage exact(CopyRow fields) {
    decoder.decode(fields, row);
    return row.image(plan.columns());
  }

  /** The old image is the base iff it has the base's hash. */
  private Optional<RowImage> base(CopyReader reader, Optional<RowImage> source) {
    CopyRow known = known(reader);
    OptionalLong hash = baseHash(known);
    if (!known.bool(6) || hash.isEmpty()) {
      return Optional.empty();
    }
    decoder.decode(reader.row(), row);
    if (hasher.applyAsLong(row) != hash.getAsLong()) {
      source.ifPresent(this::readNulls);
      if (hasher.applyAsLong(row) != hash.getAsLong()) {
        return Optional.empty();
      }
    }
    return Optional.of(row.image(plan.columns()));
  }

  /** JSON's null and SQL's NULL look alike in an image; the source tells which it was. */
  private void readNulls(RowImage source) {
    for (int i = 0; i < width; i++) {
      ColumnPlan column = plan.columns().get(i);
      Cell cell = source.cells().getOrDefault(column.name(), Cell.NULL);
      if (RowImages.isJson(column)
          && row.isNull(i)
          && cell instanceof Cell.Text text
          && Arrays.equals(text.bytes(), JSON_NULL)) {
        row.set(i, cell);
      }
    }
  }

  /** Of a table whose rows have no key of their own, the hash that stands for it. */
  private RowKey key(CopyRow sourceFields) {
    List<Cell> cells = new ArrayList<>();
    decoder.decode(sourceFields, row);
    for (int position : plan.keyPositions()) {
      cells.add(row.cell(position));
    }
    return new RowKey(cells);
  }

  private Optional<ConflictCase.Entry> entry(CopyRow fields, CopyRow known) {
    if (known.isNull(7)) {
      return Optional.empty();
    }
    KeyHash id = known.uuid(7);
    Optional<String> decision = known.isNull(9) ? Optional.empty() : Optional.of(known.text(9));
    return Optional.of(
        new ConflictCase.Entry(
            new UUID(id.high(), id.low()),
            known.bool(8),
            decision,
            known.isNull(10) ? "" : known.text(10),
            decision.filter("custom"::equals).map(custom -> touched(fields))));
  }
}
