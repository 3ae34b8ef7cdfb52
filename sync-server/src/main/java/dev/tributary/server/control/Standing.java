package dev.tributary.server.control;

import java.util.Objects;

/**
 * Whether a node runs.
 *
 * @param detail in the words of who looked: a process number, a container's state
 */
public record Standing(State state, String detail) {
  public Standing {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(detail, "detail");
  }

  /** What the host knows of it. */
  public enum State {
    RUNNING,
    STOPPED,
    /** There is none of this name. */
    UNKNOWN
  }

  public boolean isRunning() {
    return state == State.RUNNING;
  }

  public boolean isKnown() {
    return state != State.UNKNOWN;
  }
}
