package dev.tributary.core.internal.run;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Leadership;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.internal.capture.LargeRowMet;
import dev.tributary.core.internal.capture.PagesDoubted;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.snapshot.Fingerprint;
import dev.tributary.core.internal.snapshot.SourceFile;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run for one client, as a story: is it due, is anything new, take a picture, find the changes,
 * apply them in one fenced transaction, say what was done.
 */
public final class SyncRun {
  private static final Logger LOG = LoggerFactory.getLogger(SyncRun.class);
  private static final int ATTEMPTS = 12;

  private final EngineSettings settings;
  private final EngineParts parts;
  private final SyncRequest request;
  private final Guards guards;
  private final RunReports reports;
  private final Lessons lessons;
  private int attempts = ATTEMPTS;

  /**
   * @param job recorded for this run before, by this term; empty: the run records its own
   */
  public SyncRun(
      EngineSettings settings, EngineParts parts, SyncRequest request, Optional<UUID> job) {
    this.settings = settings;
    this.parts = parts;
    this.request = request;
    this.lessons = new Lessons(job);
    this.guards = new Guards(settings.limits(), request.massDelete());
    this.reports = new RunReports(request, parts.nanoTime());
  }

  /** Runs. Whatever is thrown, nothing of this run was committed but pieces of an initial load. */
  public SyncReport run() {
    Optional<ClientRow> known = parts.clients().find(request.client());
    known.ifPresent(client -> lessons.meetClient());
    Optional<String> hold = known.flatMap(this::reasonToHold);
    if (hold.isPresent()) {
      return reports.onHold(hold.get());
    }
    try (SourceFile file = SourceFile.open(request.source(), parts.snapshots())) {
      Fingerprint fingerprint = file.fingerprint();
      boolean unchanged = known.isPresent() && isUnchanged(known.get(), fingerprint);
      if (unchanged && !known.get().checkDue()) {
        return reports.unchanged(known.get(), parts.clients().missing(known.get()));
      }
      SyncReport report = guarded(file, fingerprint, known);
      return unchanged ? reports.checked(report) : report;
    }
  }

  private SyncReport guarded(SourceFile file, Fingerprint fingerprint, Optional<ClientRow> known) {
    try {
      return attempts(file, fingerprint, known);
    } catch (MassDeleteHold e) {
      Optional<String> version = Optional.of(fingerprint.version());
      parts
          .clients()
          .find(request.client())
          .ifPresent(client -> hold(client, e.getMessage(), version));
      return reports.onHold(e.getMessage());
    }
  }

  /**
   * A file that vanished puts its client on hold. Every other reason is looked at again in each
   * run: as soon as it is gone, the client goes on.
   */
  private Optional<String> reasonToHold(ClientRow client) {
    if (client.fingerprint().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> vanished = guards.vanished(request.source());
    vanished.ifPresent(reason -> hold(client, reason, Optional.empty()));
    return vanished;
  }

  private void hold(ClientRow client, String reason, Optional<String> version) {
    parts.clients().hold(client, reason, version, settings.lead());
  }

  private boolean isUnchanged(ClientRow client, Fingerprint now) {
    return request.mode() == SyncMode.INCREMENTAL
        && request.columnTypes().isEmpty() // a type that is chosen now may be another one
        && client.holdReason().isEmpty()
        && client.conflicts().decided() == 0
        && client.fingerprint().filter(now::provesUnchanged).isPresent();
  }

  /**
   * Tries again when a row of others came in between, when a key needs another plan, or when
   * PostgreSQL refused a row, which is then found and left out.
   */
  private SyncReport attempts(SourceFile file, Fingerprint fingerprint, Optional<ClientRow> known) {
    try {
      Optional<ClientRow> seen = known;
      for (int attempt = 1; attempt < attempts; attempt++) {
        Optional<SyncReport> done = attempt(file, fingerprint, seen);
        if (done.isPresent()) {
          return done.get();
        }
        seen = parts.clients().find(request.client());
      }
      return lastAttempt(file, fingerprint, seen);
    } catch (RuntimeException e) {
      lessons.job().ifPresent(job -> fail(job, e));
      throw e;
    }
  }

  /** The mirror's own keys are those of the source: what refuses them for good is not ours. */
  private SyncReport lastAttempt(
      SourceFile file, Fingerprint fingerprint, Optional<ClientRow> known) {
    try {
      return attempt().run(file, fingerprint, known);
    } catch (RowRejected e) {
      if (!Retries.isKeyRace(e)) {
        throw e;
      }
      throw new ConfigurationInvalid(
          e.getMessage()
              + "; a unique index that others put on the mirrored table is in the way: drop it",
          e);
    }
  }

  /** Empty when something was learned that makes another attempt worth while. */
  private Optional<SyncReport> attempt(
      SourceFile file, Fingerprint fingerprint, Optional<ClientRow> known) {
    try {
      return Optional.of(attempt().run(file, fingerprint, known));
    } catch (KeyNotExact e) {
      lessons.doubtKeys(e.table());
      attempts++; // once for each table at most
    } catch (LargeRowMet e) {
      lessons.expectLargeRows(e.table());
      attempts++;
    } catch (PagesDoubted e) {
      LOG.error(
          "{}; SQLite reads the table now; please report this with the file's schema",
          e.getMessage());
      lessons.doubtPages(e.table());
      attempts++;
    } catch (RowRejected e) {
      // A race with others is judged again; a refused row was found and stays out.
      return Optional.empty();
    } catch (SyncException e) {
      if (!SqlStates.isCollision(e)) {
        throw e;
      }
    }
    return Optional.empty();
  }

  private SyncAttempt attempt() {
    return new SyncAttempt(settings, parts, request, reports, lessons);
  }

  /** The reason of the run counts; that it could not be recorded must not hide it. */
  private void fail(Job job, RuntimeException reason) {
    Optional<Leadership> leads = settings.elector().current();
    try {
      leads.ifPresent(term -> parts.jobs().fail(job, String.valueOf(reason.getMessage()), term));
    } catch (SyncException e) {
      reason.addSuppressed(e);
    }
  }
}
