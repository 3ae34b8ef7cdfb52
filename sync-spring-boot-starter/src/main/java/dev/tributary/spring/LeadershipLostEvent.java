package dev.tributary.spring;

import dev.tributary.api.Leadership;
import dev.tributary.api.LossReason;
import java.util.Objects;

/**
 * This node does not lead any more; one of these follows each {@link LeadershipGainedEvent}. While
 * the application stops, the lease is given up only after this was heard.
 */
public record LeadershipLostEvent(Leadership leadership, LossReason reason) {
  public LeadershipLostEvent {
    Objects.requireNonNull(leadership, "leadership");
    Objects.requireNonNull(reason, "reason");
  }
}
