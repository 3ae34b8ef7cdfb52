package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from its record to its settlement. A run whose term ended settles nothing: whoever leads
 * next finds its job and decides. That may be this node in the same term, when its database was
 * silent for a while and nobody else took over.
 */
final class WorkRun {
  private static final Logger LOG = LoggerFactory.getLogger(WorkRun.class);

  private final LeaderElector elector;
  private final ClientRuns engine;
  private final JobQueue jobs;
  private final Backoff backoff;
  private final String self;
  private final Map<ClientName, Integer> failures = new ConcurrentHashMap<>();
  private final ClientTroubles troubles = new ClientTroubles();
  private final ConcurrentLinkedQueue<Unsettled> unsettled = new ConcurrentLinkedQueue<>();

  /** The database was away when it should have been written. */
  private record Unsettled(Settlement settlement, long term) {}

  /**
   * @param self this node, in words, for those who ask it for what it cannot see
   */
  WorkRun(LeaderElector elector, ClientRuns engine, JobQueue jobs, Backoff backoff, String self) {
    this.elector = elector;
    this.engine = engine;
    this.jobs = jobs;
    this.backoff = backoff;
    this.self = self;
  }

  void run(Work work) {
    Optional<Leadership> leads = elector.current();
    if (leads.isEmpty()) {
      LOG.debug("Not leader, skipping client {}", work.client());
      return;
    }
    try {
      Optional<Settlement> settled =
          work instanceof Work.Requested requested
              ? requested(requested, leads.get())
              : Optional.of(scheduled((Work.Scheduled) work, leads.get()));
      settled.ifPresent(settlement -> settle(settlement, leads.get()));
    } catch (LeadershipLost e) {
      LOG.warn("client {}: the run was given up: {}", work.client(), e.getMessage());
    }
  }

  private Settlement scheduled(Work.Scheduled work, Leadership leadership) {
    DueClient due = work.due();
    UUID job = jobs.begin(due, leadership);
    try {
      return scheduled(due, job);
    } catch (LeadershipLost e) {
      giveUp(Settlement.givenUp(job, due.name(), false, e), leadership);
      throw e;
    }
  }

  private Settlement scheduled(DueClient due, UUID job) {
    SyncRequest request = SyncRequest.of(due.name(), due.source()).withTriggeredBy("scheduler");
    try {
      return succeeded(job, engine.sync(request, job), due.interval());
    } catch (LeadershipLost e) {
      throw e;
    } catch (RuntimeException | Error e) {
      JobFailure failure = JobFailure.of(e);
      if (troubles.isNews(due.name(), failure.message())) {
        tell(due.name(), failure, e);
      } else {
        LOG.debug("client {}: still {}", due.name(), failure.message());
      }
      Duration pause = pauseAfter(failure.kind(), due.name(), due.interval());
      return Settlement.failed(job, due.name(), failure, Optional.of(pause));
    }
  }

  private Duration pauseAfter(JobFailure.Kind kind, ClientName client, Duration interval) {
    return backoff.after(kind, failures.merge(client, 1, Integer::sum), interval);
  }

  private Optional<Settlement> requested(Work.Requested work, Leadership leadership) {
    Optional<Duration> interval = jobs.claim(work.job(), leadership);
    try {
      return interval.map(itsInterval -> requested(work, itsInterval));
    } catch (LeadershipLost e) {
      giveUp(Settlement.givenUp(work.job(), work.client(), true, e), leadership);
      throw e;
    }
  }

  private void giveUp(Settlement settlement, Leadership leadership) {
    unsettled.add(new Unsettled(settlement, leadership.token().term()));
  }

  private Settlement requested(Work.Requested work, Duration interval) {
    try {
      if (work.request() instanceof JobRequest.Sync sync) {
        return succeeded(work.job(), engine.sync(sync.request(), work.job()), interval);
      }
      return Settlement.withResult(work.job(), work.client(), result(work));
    } catch (LeadershipLost e) {
      throw e;
    } catch (RuntimeException | Error e) {
      JobFailure failure = JobFailure.of(e);
      boolean missing = failure.kind() == JobFailure.Kind.SOURCE && isUnseen(work);
      JobFailure told = missing ? unseen(work) : failure;
      tell(work.client(), told, e);
      return failed(work, told);
    }
  }

  /** Whoever asked may sit on another host, where the file is. */
  private static boolean isUnseen(Work.Requested work) {
    return !(work.request() instanceof JobRequest.Restore)
        && Files.notExists(work.request().source());
  }

  private static Settlement failed(Work.Requested work, JobFailure failure) {
    return work.request() instanceof JobRequest.Sync
        ? Settlement.failed(work.job(), work.client(), failure, Optional.empty())
        : Settlement.withoutResult(work.job(), work.client(), failure);
  }

  private String result(Work.Requested work) {
    if (work.request() instanceof JobRequest.Restore restore) {
      return RestoreReportJson.write(engine.restore(restore.client(), restore.file()));
    } else if (work.request() instanceof JobRequest.Check check) {
      return VerifyReportJson.write(engine.check(check.client(), check.source()));
    }
    JobRequest.Repair repair = (JobRequest.Repair) work.request();
    return VerifyReportJson.write(engine.repair(repair.client(), repair.source(), work.job()));
  }

  private Settlement succeeded(UUID job, SyncReport report, Duration interval) {
    if (report.outcome() == SyncOutcome.ON_HOLD) {
      // A person has to look, and their confirmation makes the client due at once.
      tellOfHold(report);
      Duration pause = pauseAfter(JobFailure.Kind.CONFIGURATION, report.client(), interval);
      return Settlement.of(job, report, pause);
    }
    failures.remove(report.client());
    if (troubles.isOver(report.client())) {
      LOG.info("client {} is synced again", report.client());
    }
    LOG.debug("client {}: {} in {}", report.client(), report.outcome(), report.took());
    return Settlement.of(job, report, backoff.afterSuccess(interval));
  }

  private void tellOfHold(SyncReport report) {
    String reason = report.holdReason().orElse("");
    if (troubles.isNews(report.client(), reason)) {
      LOG.warn("client {} is on hold: {}", report.client(), reason);
    }
  }

  /** An error, too: whatever is left unsettled would be taken up again at once, and for ever. */
  private static void tell(ClientName client, JobFailure failure, Throwable e) {
    switch (failure.kind()) {
      case UNEXPECTED -> LOG.error("client {}: an unexpected failure", client, e);
      case CONFIGURATION -> LOG.error("client {}: {}", client, failure.message());
      default -> LOG.warn("client {}: {}", client, failure.message());
    }
  }

  private JobFailure unseen(Work.Requested work) {
    return new JobFailure(
        JobFailure.Kind.SOURCE,
        ("%s leads the cluster and does not see the file %s; run the command where that node runs,"
                + " or let the node see the file under this path")
            .formatted(self, work.request().source()));
  }

  private void settle(Settlement settlement, Leadership leadership) {
    try {
      jobs.settle(settlement, leadership);
    } catch (LeadershipLost e) {
      throw e;
    } catch (SyncException e) {
      LOG.warn(
          "client {}: its result waits to be written: {}", settlement.client(), e.getMessage());
      giveUp(settlement, leadership);
    }
  }

  /** Writes what could not be written before; of an older term, nothing. */
  void settleTheRest(Leadership leadership) {
    for (Unsettled next = unsettled.peek(); next != null; next = unsettled.peek()) {
      if (next.term() == leadership.token().term()) {
        jobs.settle(next.settlement(), leadership);
      }
      unsettled.poll();
    }
  }

  /** What a former term of this node knew of failures is old. */
  void forgetFailures() {
    failures.clear();
    troubles.forget();
  }
}
