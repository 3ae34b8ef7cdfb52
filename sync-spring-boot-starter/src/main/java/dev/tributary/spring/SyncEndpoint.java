package dev.tributary.spring;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The cluster and its clients at /actuator/sync; one client at /actuator/sync/NAME. */
@Endpoint(id = "sync")
final class SyncEndpoint {
  private final NodeCondition condition;

  SyncEndpoint(NodeCondition condition) {
    this.condition = condition;
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
}
