package dev.tributary.core.internal.verify;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Leadership;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.Arbiter;
import dev.tributary.core.internal.apply.ConflictStep;
import dev.tributary.core.internal.apply.ConflictTally;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.mirror.MirrorSnapshot;
import dev.tributary.core.internal.schema.SchemaReader;
import dev.tributary.core.internal.snapshot.Fingerprint;
import dev.tributary.core.internal.snapshot.Snapshot;
import dev.tributary.core.internal.snapshot.SourceFile;
import dev.tributary.core.internal.table.TextEncoding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Compares each cell of a snapshot of a file with the mirror, and repairs if asked to.
 *
 * <p>Nothing that a sync has written down about rows is believed: both sides are read. REPORT
 * writes nothing anywhere.
 */
public final class FileVerify {
  private final VerifyParts parts;
  private final RepairRight right;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime for the duration in the report
   */
  public FileVerify(VerifyParts parts, RepairRight right, LongSupplier nanoTime) {
    this.parts = parts;
    this.right = right;
    this.nanoTime = nanoTime;
  }

  /**
   * @param recorded the job that was recorded for a repair before; empty: it records its own
   */
  public VerifyReport verify(
      ClientName name, Path source, VerifyMode mode, Optional<UUID> recorded) {
    long start = nanoTime.getAsLong();
    ClientRow known = parts.clients().require(name);
    try (SourceFile file = SourceFile.open(source, parts.snapshots())) {
      Fingerprint fingerprint = file.fingerprint();
      try (Snapshot snapshot = file.snapshot();
          Scratch scratch = Scratch.in(parts.directory(), known.id());
          MirrorSnapshot mirror = open(name)) {
        Comparison comparison =
            new Comparison(
                snapshot.connection(), SchemaReader.read(snapshot.connection()), mirror, scratch);
        List<VerifyReport.Table> tables =
            mode == VerifyMode.REPORT
                ? comparison.tables(parts.maxCellBytes(), Differences.TOLD)
                : repaired(comparison, mirror, source, recorded);
        List<String> notes = new ArrayList<>(comparison.notes());
        notes.addAll(Oddities.of(mirror));
        noteChange(mirror.client(), fingerprint, tables, notes);
        ClientRow now = parts.clients().require(name);
        notes.addAll(parts.clients().missing(now));
        return new VerifyReport(
            name, tables, now.waiting(), notes, Duration.ofNanos(nanoTime.getAsLong() - start));
      }
    }
  }

  private MirrorSnapshot open(ClientName name) {
    return MirrorSnapshot.open(parts.connections(), parts.clients(), parts.tables(), name);
  }

  private List<VerifyReport.Table> repaired(
      Comparison comparison, MirrorSnapshot mirror, Path source, Optional<UUID> recorded) {
    ClientRow client = mirror.client();
    Leadership leadership = right.lead();
    SyncRequest asked = SyncRequest.of(client.name(), source).withTriggeredBy("verify");
    Job job = right.jobs().start(client, asked, leadership, recorded);
    TextEncoding encoding = mirror.schema().header().encoding();
    try (ApplyTransaction transaction = ApplyTransaction.begin(parts.connections(), leadership)) {
      Repair repair = new Repair(transaction, client, encoding, job, conflicts(leadership));
      List<VerifyReport.Table> tables = comparison.tables(parts.maxCellBytes(), repair);
      repair.commit(right.jobs(), leadership);
      return tables;
    } catch (SyncException e) {
      fail(job, e, leadership);
      throw e;
    }
  }

  /** A repair decides nothing: whatever others touched waits for a person. */
  private ConflictStep conflicts(Leadership leadership) {
    Arbiter holding = new Arbiter(ConflictResolver.holdAll(), Arbiter.Drift.DECIDE);
    return new ConflictStep(holding, leadership.token().term(), new ConflictTally(nanoTime));
  }

  /** The reason of the repair counts; that it could not be recorded must not hide it. */
  private void fail(Job job, SyncException reason, Leadership leadership) {
    try {
      right.jobs().fail(job, reason.getMessage(), leadership);
    } catch (SyncException e) {
      reason.addSuppressed(e);
    }
  }

  private static void noteChange(
      ClientRow client, Fingerprint now, List<VerifyReport.Table> tables, List<String> notes) {
    boolean differs = tables.stream().anyMatch(table -> table.differences() > table.repaired());
    if (differs && client.fingerprint().filter(now::provesUnchanged).isEmpty()) {
      notes.add("the file changed since the last sync, or too lately to tell: sync first");
    }
  }
}
