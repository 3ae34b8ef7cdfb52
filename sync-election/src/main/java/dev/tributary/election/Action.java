package dev.tributary.election;

import dev.tributary.api.LossReason;

/** What an election wants done. */
sealed interface Action {

  record Observe() implements Action {}

  /**
   * @param beacon whoever reads the row is to know that this term's beacon was held
   */
  record Renew(int timeline, long term, boolean beacon) implements Action {}

  /** Take over if the lease is not live, or if {@code claim} allows it although it is. */
  record TakeOver(Claim claim) implements Action {}

  record Release(int timeline, long term) implements Action {}

  /** Grant leadership, believed until {@link Held#validUntil}. */
  record Grant(int timeline, long term) implements Action {}

  /** End the grant; then {@link Event.WorkDone} once all its work is done. */
  record Revoke(LossReason reason) implements Action {}

  /** It was given up, or there was nothing to give up. */
  record Left(Leave.Kind kind) implements Action {}

  /**
   * Why a lease that is live may be taken over: its leader's beacon is free, and its row still says
   * this.
   */
  record Claim(long term, long beat) {
    /** None: only a lease that is not live. */
    static final Claim NONE = new Claim(-1, -1);
  }
}
