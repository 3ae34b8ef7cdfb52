package dev.tributary.server.node;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether this node belongs to its cluster still. Whoever changes something asks first: what is
 * written after the cluster was removed would bring it back.
 */
public final class Membership {
  // Guarded by this
  private Optional<Over> over = Optional.empty();

  /** Why nothing may be changed by way of this node, and what to do about it. */
  public record Over(String why, String wayOut) {
    public Over {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(wayOut, "wayOut");
    }
  }

  /** Empty: it belongs to its cluster. */
  public synchronized Optional<Over> over() {
    return over;
  }

  /** False when it is over already, or somebody else ends it. */
  synchronized boolean ending(Over why) {
    if (over.isPresent()) {
      return false;
    }
    over = Optional.of(why);
    return true;
  }

  synchronized void ended(Over why) {
    over = Optional.of(why);
  }

  synchronized void goesOn() {
    over = Optional.empty();
  }
}
