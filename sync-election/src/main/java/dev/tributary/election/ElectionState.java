package dev.tributary.election;

import java.util.Optional;

/**
 * All that one node knows of one election.
 *
 * @param asking at most one question is on its way
 * @param dueAt when the next one is due
 * @param failures how many in a row were not answered
 * @param held the term that is ours, or was taken by a question that is on its way
 * @param asideUntil others go first until then
 * @param released the last term that we asked to release: whether or not that was answered, it may
 *     end at any time and is never believed again
 * @param beaconed the last term whose beacon we held, so that followers may have seen it
 */
record ElectionState(
    Phase phase,
    ElectionMode mode,
    Asking asking,
    long dueAt,
    int failures,
    Optional<Held> held,
    Watch watch,
    Leave leave,
    boolean idle,
    long asideUntil,
    long released,
    long beaconed) {

  static final ElectionState STOPPED =
      new ElectionState(
          Phase.STOPPED,
          ElectionMode.POLL,
          Asking.NOTHING,
          0,
          0,
          Optional.empty(),
          Watch.NOTHING,
          Leave.STAYS,
          false,
          0,
          -1,
          -1);

  Held mine() {
    return held.orElseThrow();
  }

  /** What the beacon's connection is to do for this election. */
  BeaconWish beaconWish(Rules rules) {
    boolean sessions = mode == ElectionMode.LISTEN;
    return switch (phase) {
      case LEADER, SUSPECT, DRAINING ->
          sessions || mine().wasSeen() ? BeaconWish.hold(mine().term()) : BeaconWish.NONE;
      case FOLLOWER -> watching(rules, watch.seen().live());
      case CANDIDATE -> watching(rules, false);
      case STOPPED -> BeaconWish.NONE;
    };
  }

  private BeaconWish watching(Rules rules, boolean others) {
    if (mode == ElectionMode.POLL || rules.eligibility() != Eligibility.MAY_LEAD) {
      return BeaconWish.NONE;
    }
    return others ? BeaconWish.watch(watch.seen().term()) : BeaconWish.READY;
  }

  /** When {@link Election#step} has something to do although nothing happened. */
  long wakeAt() {
    return switch (phase) {
      case STOPPED, CANDIDATE -> Long.MAX_VALUE;
      case FOLLOWER -> asking == Asking.NOTHING ? followerWakesAt() : Long.MAX_VALUE;
      case LEADER ->
          earlier(mine().validUntil(), asking == Asking.NOTHING ? dueAt : Long.MAX_VALUE);
      case SUSPECT -> asking == Asking.NOTHING ? dueAt : Long.MAX_VALUE;
      case DRAINING -> drainingWakesAt();
    };
  }

  private long followerWakesAt() {
    long then = watch.beacon() == Watch.Sight.FREE_AND_READ ? watch.graceEnds() : dueAt;
    return earlier(dueAt, later(then, asideUntil));
  }

  private long drainingWakesAt() {
    boolean nothingToAsk = leave.patience() == Leave.Patience.GONE && !idle;
    return nothingToAsk || asking != Asking.NOTHING ? leave.until() : earlier(leave.until(), dueAt);
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }

  private static long earlier(long a, long b) {
    if (a == Long.MAX_VALUE) {
      return b;
    }
    return b == Long.MAX_VALUE || a - b < 0 ? a : b;
  }
}
