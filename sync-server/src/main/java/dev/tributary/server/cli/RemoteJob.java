package dev.tributary.server.cli;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A job that a node was asked for. */
final class RemoteJob {
  private static final Set<Object> UNDER_WAY = Set.of("pending", "running");
  private static final Duration LONGEST = Duration.ofHours(12);

  /** A run ends with its commit, and tells of it in a second one. */
  private static final Duration ANSWER_FOLLOWS = Duration.ofSeconds(10);

  private RemoteJob() {}

  /** The job when it is over. It goes on when nobody waits for it any more. */
  static Map<String, Object> awaited(RemoteClients remote, String syncId) {
    AtomicReference<Map<String, Object>> job = new AtomicReference<>(Map.of());
    boolean over =
        Waits.until(
            LONGEST,
            () -> {
              job.set(remote.job(syncId));
              return !UNDER_WAY.contains(job.get().get("status"));
            });
    if (!over) {
      throw new TargetUnavailable("interrupted; %s goes on at the node".formatted(syncId));
    }
    if (!isTold(job.get())) {
      Waits.until(
          ANSWER_FOLLOWS,
          () -> {
            job.set(remote.job(syncId));
            return isTold(job.get());
          });
    }
    return job.get();
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
  static Json result(RemoteClients remote, String syncId) {
    Map<String, Object> job = awaited(remote, syncId);
    if (!"success".equals(job.get("status"))) {
      throw new ConfigurationInvalid(
          "%s is %s: %s"
              .formatted(
                  syncId,
                  job.get("status"),
                  Objects.toString(job.get("error_message"), "the node says no reason")));
    }
    return NodeClient.json(job.get("result"));
  }

  static int exitCode(Map<String, Object> job) {
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
