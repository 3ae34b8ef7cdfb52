package dev.tributary.test.state;

import dev.tributary.api.StateStore;
import java.time.Duration;

/** Several nodes on one store, as a contract test needs them. Closing it closes the nodes. */
public interface StateStores extends AutoCloseable {

  /** One more node, with nothing in any cache. A store that cannot be shared returns itself. */
  StateStore node();

  /** From now on about half of what wakes the nodes is lost, drawn by this seed. */
  default void loseHalfOfTheWakeUps(long seed) {
    // a store in one process has nothing to lose
  }

  /** How long a change may take to reach another node when nothing is lost. */
  default Duration soon() {
    return Duration.ofSeconds(1);
  }

  /** How long a change may take to reach another node whatever is lost. */
  default Duration atLast() {
    return Duration.ofSeconds(10);
  }

  @Override
  void close();
}
