package dev.tributary.core.internal.run;

import dev.tributary.api.TableReport;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.BaseRows;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.capture.BaseIndex;
import dev.tributary.core.internal.capture.Changes;
import dev.tributary.core.internal.capture.Counts;
import dev.tributary.core.internal.capture.FirstScan;
import dev.tributary.core.internal.capture.KeyHasher;
import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.capture.RowScanner;
import dev.tributary.core.internal.capture.TableDiff;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.load.EpochChain;
import dev.tributary.core.internal.load.LoadWriter;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.values.RowEncoder;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The initial load of a large file, in committed pieces. After a crash it goes on from what is
 * there. A table whose rows changed meanwhile is left to the ordinary sync that follows.
 */
final class BulkLoad {
  private final EngineSettings settings;
  private final EngineParts parts;
  private final RunContext run;
  private final Refusals refusals;
  private final EpochChain chain;
  private final ProgressReport progress;
  private long bytes;

  BulkLoad(
      EngineSettings settings,
      EngineParts parts,
      RunContext run,
      Refusals refusals,
      ProgressReport progress) {
    this.settings = settings;
    this.parts = parts;
    this.run = run;
    this.refusals = refusals;
    this.progress = progress;
    this.chain =
        new EpochChain(
            run.client(),
            run.leadership(),
            connection -> progress.write(parts.jobs(), connection, run.job()));
  }

  /** The run with the client as of the last committed piece. */
  RunContext after() {
    return run.withClient(chain.client());
  }

  long bytes() {
    return bytes;
  }

  /**
   * Loads the tables.
   *
   * @return what was loaded completely from this snapshot; a table that is missing here holds other
   *     rows than the snapshot and is to be synced
   */
  Map<String, TableResult> load(List<TablePlan> plans) {
    Map<String, TableResult> loaded = new LinkedHashMap<>();
    try (LoadWriter writer =
        new LoadWriter(
            settings.connections(),
            chain,
            settings.limits().lanes(),
            settings.limits().pieceBytes())) {
      Set<String> empty = create(plans);
      for (TablePlan plan : plans) {
        TargetTable table = new TargetTable(run.client().schema(), plan);
        if (empty.contains(plan.source()) && !refusals.any()) {
          loadFirst(plan, table, writer, loaded);
        } else {
          loadRest(plan, table, writer, loaded);
        }
      }
      writer.finish();
      bytes = writer.bytes();
    } catch (RuntimeException e) {
      loaded.values().forEach(TableResult::closeIndex);
      throw e;
    }
    return loaded;
  }

  /** The tables that hold no rows: no others than this load write into them before it ends. */
  private Set<String> create(List<TablePlan> plans) {
    Set<String> empty = new HashSet<>();
    try (ApplyTransaction transaction =
        ApplyTransaction.begin(settings.connections(), run.leadership())) {
      for (TablePlan plan : plans) {
        parts.tables().beginLoad(transaction.connection(), run.client(), plan);
        TargetTable table = new TargetTable(run.client().schema(), plan);
        if (BaseRows.isEmpty(transaction.connection(), table)) {
          empty.add(plan.source());
        }
      }
      chain.commitPiece(transaction);
    } catch (SQLException e) {
      throw SqlStates.toSyncException("begin the load", e);
    }
    return empty;
  }

  /** What an interrupted load has left to do. */
  private void loadRest(
      TablePlan plan, TargetTable table, LoadWriter writer, Map<String, TableResult> loaded) {
    TableIndexes indexes = new TableIndexes(settings.dataDirectory(), run.client(), run.encoding());
    BaseIndex index;
    try (ApplyTransaction reading =
        ApplyTransaction.begin(settings.connections(), run.leadership())) {
      index =
          indexes
              .open(
                  reading.connection(),
                  table,
                  TableIndexes.Trust.POSTGRESQL_ONLY,
                  RowEstimate.of(run.sqlite(), plan))
              .index();
    }
    try {
      load(plan, table, index, writer, loaded);
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /** Nothing to compare with, and no index: making one would cost a fifth of the load. */
  private void loadFirst(
      TablePlan plan, TargetTable table, LoadWriter writer, Map<String, TableResult> loaded) {
    RowEncoder encoder = new RowEncoder(plan, run.encoding());
    writer.table(table, encoder);
    long seed = run.client().hashSeed();
    RowScanner scanner = refusals.fastScanner(run.snapshot(), plan);
    Appending appending = new Appending(plan, encoder, writer, RowEstimate.of(run.sqlite(), plan));
    Counts counts =
        new FirstScan(scanner, new RowHasher(plan, seed), new KeyHasher(plan, seed)).run(appending);
    if (appending.changedMeanwhile == 0 && scanner.oversized().isEmpty()) {
      loaded.put(plan.source(), new TableResult(appending.report(counts), Optional.empty(), 0));
    }
  }

  private void load(
      TablePlan plan,
      TargetTable table,
      BaseIndex index,
      LoadWriter writer,
      Map<String, TableResult> loaded) {
    RowEncoder encoder = new RowEncoder(plan, run.encoding());
    writer.table(table, encoder);
    long seed = run.client().hashSeed();
    RowScanner scanner = refusals.scanner(run.sqlite(), plan);
    Appending appending = new Appending(plan, encoder, writer, RowEstimate.of(run.sqlite(), plan));
    Counts counts =
        new TableDiff(scanner, new RowHasher(plan, seed), new KeyHasher(plan, seed), index)
            .run(appending);
    boolean same = appending.changedMeanwhile == 0 && scanner.oversized().isEmpty();
    if (!same) {
      index.close();
      return;
    }
    loaded.put(plan.source(), new TableResult(appending.report(counts), index, 0));
  }

  /** Appends what is missing; notes what changed since an interrupted load. */
  private final class Appending implements Changes {
    private final TablePlan plan;
    private final RowEncoder encoder;
    private final LoadWriter writer;
    private final long rowsExpected;
    private long rows;
    private long strays;
    private long changedMeanwhile;

    Appending(TablePlan plan, RowEncoder encoder, LoadWriter writer, long rowsExpected) {
      this.plan = plan;
      this.encoder = encoder;
      this.writer = writer;
      this.rowsExpected = rowsExpected;
    }

    @Override
    public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
      if (inBase || refusals.refuses(plan, key)) {
        changedMeanwhile++;
        return;
      }
      if (plan.key().kind() == KeyPlan.Kind.COLUMNS && !encoder.keyIsExact(row)) {
        throw new KeyNotExact(plan.source());
      }
      strays += writer.write(row, key, hash);
      rows++;
      if ((rows & 1023) == 0) {
        progress.rows(plan.source(), rows, rowsExpected, writer.bytes());
      }
    }

    @Override
    public void gone(Row keyCells, KeyHash key) {
      changedMeanwhile++;
    }

    TableReport report(Counts counts) {
      return new TableReport(plan.source(), counts.read(), rows, 0, 0, 0, 0, strays);
    }
  }
}
