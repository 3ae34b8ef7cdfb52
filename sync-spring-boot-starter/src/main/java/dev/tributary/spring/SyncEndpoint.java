package dev.tributary.spring;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncMode;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.SyncJobs;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The cluster and its clients at /actuator/sync; one at /actuator/sync/NAME, where POST syncs it.
 */
@Endpoint(id = "sync")
final class SyncEndpoint {
  private final NodeCondition condition;
  private final SyncJobs jobs;

  SyncEndpoint(NodeCondition condition, SyncJobs jobs) {
    this.condition = condition;
    this.jobs = jobs;
  }

  @ReadOperation
  Map<String, Object> all() {
    NodeCondition.Verdict verdict = condition.verdict();
    Map<String, Object> answer = verdict.details();
    answer.put("status", verdict.level().name());
    if (verdict.level() != NodeCondition.Level.DOWN) {
      answer.put("clients", condition.clients());
    }
    return answer;
  }

  /** Null is the actuator's word for 404. */
  @ReadOperation
  @Nullable Map<String, Object> client(@Selector String name) {
    Optional<Map<String, Object>> found =
        condition.clients().stream().filter(client -> name.equals(client.get("name"))).findFirst();
    return found.orElse(null);
  }

  /**
   * Asks the leader, whichever node that is, for a run; or names the one that is under way.
   *
   * @param full whether each row is compared, whatever the local index says
   */
  @WriteOperation
  Map<String, Object> trigger(@Selector String name, @Nullable Boolean full) {
    SyncMode mode = Boolean.TRUE.equals(full) ? SyncMode.FULL : SyncMode.INCREMENTAL;
    try {
      SyncJobs.Asked asked =
          jobs.trigger(UUID.randomUUID(), new ClientName(name), mode, "actuator");
      return Map.of("syncId", asked.syncId(), "status", asked.status());
    } catch (ConfigurationInvalid | UnknownClient e) {
      throw new InvalidEndpointRequestException(e.getMessage(), e.getMessage(), e);
    }
  }
}
