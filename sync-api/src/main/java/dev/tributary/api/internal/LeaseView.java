package dev.tributary.api.internal;

import java.util.Optional;
import java.util.UUID;

/**
 * What the lease row said.
 *
 * @param leader the display name of the node that leads or led
 * @param beat grows with each renewal
 * @param beacon whether the leader of this term held its beacon once, so that a free one tells
 * @param millisLeft until it runs out, by the clock of the database; 0 when it is not live
 */
public record LeaseView(
    long term, Optional<UUID> holder, String leader, long beat, boolean beacon, long millisLeft) {

  /** There is no row yet. */
  public static final LeaseView NONE = new LeaseView(0, Optional.empty(), "", 0, false, 0);

  /** Somebody holds it and it has not run out. */
  public boolean live() {
    return holder.isPresent() && millisLeft > 0;
  }
}
