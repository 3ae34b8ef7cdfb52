package dev.tributary.core;

import dev.tributary.api.SyncException;
import dev.tributary.api.SyncReport;
import dev.tributary.api.VerifyReport;
import dev.tributary.core.internal.schedule.JobFailure;
import dev.tributary.core.internal.schedule.JobLook;
import java.util.List;
import java.util.Optional;

/** A job as it stood when {@link SyncJobs#look} was asked. */
public final class SeenJob {
  private final JobLook.Seen seen;

  SeenJob(JobLook.Seen seen) {
    this.seen = seen;
  }

  /** How far one table is. */
  public record Progress(String table, long rowsDone, long rowsTotal, long bytes) {}

  public String syncId() {
    return seen.syncId();
  }

  /** pending, running, success, partial, failed or cancelled. */
  public String status() {
    return seen.status();
  }

  public boolean over() {
    return seen.over();
  }

  /** Whether anybody leads the cluster. */
  public boolean led() {
    return seen.led();
  }

  /** Of the leader that took it up; -1: nobody did. */
  public long term() {
    return seen.term();
  }

  /** Whether it has a report: a job that is over may get it, or its failure, a moment later. */
  public boolean reported() {
    return seen.result().isPresent();
  }

  /** Why it failed. */
  public Optional<SyncException> failure() {
    return seen.failure().map(JobFailure::toException);
  }

  /** The report of a sync that is {@link #reported}. */
  public SyncReport syncReport() {
    return seen.syncReport();
  }

  /** The report of a repair that is {@link #reported}. */
  public VerifyReport verifyReport() {
    return seen.verifyReport();
  }

  /** The table that is being worked on, while it runs. */
  public List<Progress> progress() {
    return seen.progress().stream()
        .map(p -> new Progress(p.table(), p.rowsDone(), p.rowsTotal(), p.bytes()))
        .toList();
  }
}
