package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How a run ended, to be written down.
 *
 * @param jobStatus for {@code sync_jobs.status}, unless the run itself has written it
 * @param missing what is not in the mirror, where the run itself has not written it
 * @param clientStatus for {@code last_sync_status}, empty text where the run itself has written it;
 *     none: a verification or a restore, which says nothing of how the client's syncs end
 * @param pause until the client's next run; empty: its schedule stays as it is
 */
record Settlement(
    UUID job,
    ClientName client,
    String jobStatus,
    Optional<String> result,
    Optional<JobFailure> failure,
    Optional<String> missing,
    Optional<String> clientStatus,
    Optional<Duration> pause) {

  static Settlement of(UUID job, SyncReport report, Duration pause) {
    Optional<JobFailure> hold =
        report.holdReason().map(why -> new JobFailure(JobFailure.Kind.CONFIGURATION, why));
    boolean wroteNothing = report.syncId().isEmpty() && hold.isEmpty();
    return new Settlement(
        job,
        report.client(),
        status(report.outcome()),
        Optional.of(SyncReportJson.write(report)),
        hold,
        wroteNothing ? missing(report) : Optional.empty(),
        Optional.of(wroteNothing ? "unchanged" : ""),
        Optional.of(pause));
  }

  private static Optional<String> missing(SyncReport report) {
    return report.notes().isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", report.notes()));
  }

  /** Why it failed, or what is missing. */
  Optional<String> message() {
    return failure.map(JobFailure::message).or(() -> missing);
  }

  private static String status(SyncOutcome outcome) {
    return switch (outcome) {
      case COMPLETE, UNCHANGED -> "success";
      case PARTIAL -> "partial";
      case ON_HOLD -> "failed";
    };
  }

  /** A verification or a restore; the schedule is none of its business. */
  static Settlement withResult(UUID job, ClientName client, String result) {
    return new Settlement(
        job,
        client,
        "success",
        Optional.of(result),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, without a result. */
  static Settlement withoutResult(UUID job, ClientName client, JobFailure failure) {
    return failed(job, client, failure, Optional.empty(), Optional.empty());
  }

  /** The term ended in the middle. What somebody asked for waits again. */
  static Settlement givenUp(UUID job, ClientName client, boolean asked, LeadershipLost reason) {
    return new Settlement(
        job,
        client,
        asked ? "pending" : "failed",
        Optional.empty(),
        Optional.of(JobFailure.of(reason)),
        Optional.empty(),
        Optional.of(""),
        Optional.empty());
  }

  static Settlement failed(
      UUID job, ClientName client, JobFailure failure, Optional<Duration> pause) {
    return failed(job, client, failure, Optional.of("failed"), pause);
  }

  private static Settlement failed(
      UUID job,
      ClientName client,
      JobFailure failure,
      Optional<String> clientStatus,
      Optional<Duration> pause) {
    return new Settlement(
        job,
        client,
        "failed",
        Optional.empty(),
        Optional.of(failure),
        Optional.empty(),
        clientStatus,
        pause);
  }
}
