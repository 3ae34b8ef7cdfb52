package dev.tributary.spring;

import dev.tributary.api.Leadership;
import java.util.Objects;

/** This node leads. Published on the thread of the elector's listeners; it may be over already. */
public record LeadershipGainedEvent(Leadership leadership) {
  public LeadershipGainedEvent {
    Objects.requireNonNull(leadership, "leadership");
  }
}
