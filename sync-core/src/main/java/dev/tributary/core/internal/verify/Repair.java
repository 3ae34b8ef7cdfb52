package dev.tributary.core.internal.verify;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Leadership;
import dev.tributary.api.TableReport;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.Checkpoint;
import dev.tributary.core.internal.apply.ConflictStep;
import dev.tributary.core.internal.apply.RowStage;
import dev.tributary.core.internal.apply.TableApply;
import dev.tributary.core.internal.apply.TableCounts;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.catalog.JobLog;
import dev.tributary.core.internal.catalog.MissingRows;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.core.internal.values.RowDecoder;
import dev.tributary.core.internal.values.RowEncoder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what differs, in one fenced transaction, by the same judge as a sync: what others touched
 * is not overwritten but becomes a conflict.
 *
 * <p>Commits only if no run committed since the mirror was read.
 */
final class Repair implements Differences {
  private static final long MANY_ROWS = 100;
  private static final int MANY_IN_HUNDRED = 20;

  private final ApplyTransaction transaction;
  private final ClientRow client;
  private final TextEncoding encoding;
  private final Job job;
  private final ConflictStep conflicts;
  private final List<TableReport> reports = new ArrayList<>();
  private Staged staged;
  private long bytes;

  /** The table that is being compared. */
  private record Staged(TargetTable table, RowEncoder encoder, RowStage stage) {}

  Repair(
      ApplyTransaction transaction,
      ClientRow client,
      TextEncoding encoding,
      Job job,
      ConflictStep conflicts) {
    this.transaction = transaction;
    this.conflicts = conflicts;
    this.client = client;
    this.encoding = encoding;
    this.job = job;
  }

  @Override
  public void begin(TablePlan plan) {
    TargetTable table = new TargetTable(client.schema(), plan);
    RowEncoder encoder = new RowEncoder(plan, encoding);
    staged = new Staged(table, encoder, new RowStage(transaction, table, encoder, reports.size()));
  }

  @Override
  public void missing(Row row, KeyHash key, long hash) {
    boolean keyFits =
        staged.table().plan().key().kind() != KeyPlan.Kind.COLUMNS
            || staged.encoder().keyIsExact(row);
    if (keyFits) {
      staged.stage().upsert(row, key, hash, RowStage.Base.NONE);
    }
  }

  @Override
  public void different(Row row, KeyHash key, long hash) {
    staged.stage().upsert(row, key, hash, RowStage.Base.KNOWN);
  }

  @Override
  public void extra(Row keyCells, KeyHash key) {
    staged.stage().delete(keyCells, key);
  }

  @Override
  public long end(Found found, RowHasher hasher) {
    requireFewExtra(found);
    RowStage stage = staged.stage();
    stage.finish();
    if (stage.rows() > 0) {
      new DriftMarks(transaction.connection(), staged.table()).mark(stage);
    }
    TableCounts counts =
        new TableApply(transaction, client, job, conflicts)
            .apply(
                staged.table(),
                stage,
                new RowDecoder(staged.table().plan(), encoding),
                hasher::hash,
                encoding);
    bytes += stage.bytes();
    reports.add(report(found, counts, stage));
    return counts.inserted() + counts.updated() + counts.deleted();
  }

  private static void requireFewExtra(Found found) {
    long ours = found.extra() - found.foreign();
    if (ours > MANY_ROWS && ours * 100 > found.inMirror() * MANY_IN_HUNDRED) {
      throw new ConfigurationInvalid(
          ("%d of %d rows of table %s are not in this file; nothing was repaired. If it is the"
                  + " client's file, sync it once with --allow-mass-delete")
              .formatted(ours, found.inMirror(), found.table()));
    }
  }

  private static TableReport report(Found found, TableCounts counts, RowStage stage) {
    return new TableReport(
        found.table(),
        found.rows(),
        counts.inserted(),
        counts.updated(),
        counts.deleted(),
        counts.conflicts(),
        found.unread(),
        stage.strays());
  }

  /** The file's fingerprint stays what it was: the next sync decides by it as before. */
  void commit(JobLog jobs, Leadership leadership) {
    try {
      List<String> missing = MissingRows.lines(transaction.connection(), client);
      jobs.finish(transaction.connection(), job, reports, bytes, missing);
      String status = missing.isEmpty() ? "success" : "partial";
      new Checkpoint(client.fingerprint(), Optional.empty(), status).write(transaction, client);
    } catch (SQLException e) {
      throw SqlStates.toSyncException("write the checkpoint of " + client.name(), e);
    }
    transaction.commit(leadership);
  }
}
