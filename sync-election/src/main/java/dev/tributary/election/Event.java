package dev.tributary.election;

import dev.tributary.api.internal.LeaseView;

/** What happens to an election. {@code asked} is always from before the question was sent. */
sealed interface Event {

  record Started() implements Event {}

  /** Nothing but time. */
  record TimePassed() implements Event {}

  /** The row as it was read. */
  record Observed(LeaseView view, int timeline) implements Event {}

  record TookOver(long asked, int timeline, long term) implements Event {}

  /** Somebody else has it, or it changed since it was read. */
  record TakeoverRefused(LeaseView view, int timeline) implements Event {}

  /** Somebody has locked the row or its table, and nothing was done. */
  record Locked() implements Event {}

  /**
   * @param pulse whether the session that renewed holds our pulse
   * @param beacon whether the row now says that our beacon was held
   */
  record Renewed(long asked, boolean pulse, boolean beacon) implements Event {}

  /** The row names another term or holder, or the lease had run out. */
  record RenewalRefused() implements Event {}

  record Released() implements Event {}

  /** The question that was on its way was not answered. */
  record NoAnswer() implements Event {}

  /** Somebody says that the lease changed. */
  record Notified(long term) implements Event {}

  record ModeKnown(ElectionMode mode) implements Event {}

  /** We hold the beacon of this term. */
  record BeaconTaken(long asked, long term) implements Event {}

  /** The connection that holds our beacon answered. */
  record BeaconProven(long asked) implements Event {}

  /** The connection that held our beacon is gone. */
  record BeaconLost() implements Event {}

  record BeaconSeenHeld(long term) implements Event {}

  /**
   * @param grace for how long the beat must stand still before that means something
   */
  record BeaconSeenFree(long term, long grace) implements Event {}

  /**
   * @param aside for how long others go first
   */
  record ResignAsked(long aside) implements Event {}

  record CloseAsked() implements Event {}

  /** Listeners have heard of the loss, and no fenced transaction of ours runs. */
  record WorkDone() implements Event {}
}
