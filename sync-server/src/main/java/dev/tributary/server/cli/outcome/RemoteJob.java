package dev.tributary.server.cli.outcome;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** A job that a node was asked for. */
public final class RemoteJob {
  private static final Set<Object> UNDER_WAY = Set.of("pending", "running");
  private static final Duration LONGEST = Duration.ofHours(12);

  /** A run ends with its commit, and tells of it in a second one. */
  private static final Duration ANSWER_FOLLOWS = Duration.ofSeconds(10);

  private static final Duration NODE_COMES_BACK = Duration.ofSeconds(60);

  private RemoteJob() {}

  /** The job when it is over. It goes on when nobody waits for it any more. */
  public static Map<String, Object> awaited(RemoteClients remote, String syncId) {
    PatientLook look = new PatientLook(remote, syncId);
    boolean over = Waits.until(LONGEST, () -> look.sees(job -> !isUnderWay(job)));
    if (!over) {
      throw new TargetUnavailable("interrupted; %s goes on at the node".formatted(syncId));
    }
    if (!isTold(look.job)) {
      Waits.until(ANSWER_FOLLOWS, () -> look.sees(RemoteJob::isTold));
    }
    return look.job;
  }

  /** A node that is away for a moment, or starts again, still knows its jobs afterwards. */
  private static final class PatientLook {
    private final RemoteClients remote;
    private final String syncId;
    private Map<String, Object> job = Map.of();
    private long answered = System.nanoTime();

    PatientLook(RemoteClients remote, String syncId) {
      this.remote = remote;
      this.syncId = syncId;
    }

    boolean sees(Predicate<Map<String, Object>> wanted) {
      try {
        job = remote.job(syncId);
        answered = System.nanoTime();
        return wanted.test(job);
      } catch (TargetUnavailable e) {
        if (Thread.currentThread().isInterrupted()
            || System.nanoTime() - answered < NODE_COMES_BACK.toNanos()) {
          return false;
        }
        throw new TargetUnavailable(
            "%s; %s may go on without it: tributary client jobs, at another node or the database"
                .formatted(e.getMessage(), syncId),
            e);
      }
    }
  }

  private static boolean isUnderWay(Map<String, Object> job) {
    return UNDER_WAY.contains(job.get("status"));
  }

  private static boolean isTold(Map<String, Object> job) {
    return job.get("result") != null
        || job.get("error_details") != null
        || "cancelled".equals(job.get("status"));
  }

  /**
   * What a verification or a restore came to.
   *
   * @throws ConfigurationInvalid when it failed, with the reason
   */
  public static Json result(RemoteClients remote, String syncId) {
    Map<String, Object> job = awaited(remote, syncId);
    if (!hasReport(job)) {
      throw new ConfigurationInvalid(
          "%s is %s: %s"
              .formatted(
                  syncId,
                  job.get("status"),
                  Objects.toString(job.get("error_message"), "the node says no reason")));
    }
    return NodeClient.json(job.get("result"));
  }

  /** A repair that leaves rows of others to a person is partial, and its report says which. */
  private static boolean hasReport(Map<String, Object> job) {
    return Set.of("success", "partial").contains(String.valueOf(job.get("status")))
        && job.get("result") != null;
  }

  /** Of a job that is over. */
  public static int exitCode(Map<String, Object> job) {
    return switch (String.valueOf(job.get("status"))) {
      case "success" -> ExitCode.DONE;
      case "partial" -> ExitCode.WAITING;
      default -> isHold(job) ? ExitCode.WAITING : ExitCode.FAILED;
    };
  }

  /** A run that a guard stopped has a result, and it says so. */
  private static boolean isHold(Map<String, Object> job) {
    return job.get("result") instanceof Map<?, ?> result
        && String.valueOf(result.get("outcome")).equalsIgnoreCase("on_hold");
  }
}
