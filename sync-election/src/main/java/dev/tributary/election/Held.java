package dev.tributary.election;

/**
 * The term that is ours, and how long that may be believed.
 *
 * @param trustedUntil end of the lease as measured from before it was asked for, less a margin
 * @param provenAt when the last question was sent that PostgreSQL answered
 * @param beacon whether followers may have seen our beacon: only then can they come early
 * @param retakenAt when a beacon that had been lost was ours again
 */
record Held(
    int timeline, long term, long trustedUntil, long provenAt, Beacon beacon, long retakenAt) {
  enum Beacon {
    NEVER_HELD,
    /** Since the last renewal, without a gap. */
    HELD,
    LOST,
    /** Held again, but nobody knows what happened in the gap: the next renewal tells. */
    RETAKEN
  }

  /** A term just taken, or just found to be ours. */
  static Held fresh(int timeline, long term, long trustedUntil, long provenAt) {
    return new Held(timeline, term, trustedUntil, provenAt, Beacon.NEVER_HELD, 0);
  }

  long validUntil() {
    long proven = provenAt + (beacon == Beacon.HELD ? Rules.PROOF : Rules.PROOF_WITHOUT_BEACON);
    return beacon == Beacon.NEVER_HELD || trustedUntil - proven < 0 ? trustedUntil : proven;
  }

  boolean mayComeEarly() {
    return beacon == Beacon.LOST || beacon == Beacon.RETAKEN;
  }

  Held renewed(long trusted, long asked) {
    boolean closesGap = beacon == Beacon.RETAKEN && asked - retakenAt >= 0;
    return new Held(
        timeline,
        term,
        later(trustedUntil, trusted),
        later(provenAt, asked),
        closesGap ? Beacon.HELD : beacon,
        retakenAt);
  }

  /** The beacon's session answered. That proves nothing about a gap before. */
  Held beaconProven(long asked) {
    return beacon == Beacon.HELD ? provenAt(later(provenAt, asked)) : this;
  }

  Held beaconTaken(long asked, long now) {
    return switch (beacon) {
      case NEVER_HELD -> new Held(timeline, term, trustedUntil, asked, Beacon.HELD, now);
      case LOST -> new Held(timeline, term, trustedUntil, provenAt, Beacon.RETAKEN, now);
      case HELD, RETAKEN -> this;
    };
  }

  /** Belief ends soon without a new proof, and never later than it did before. */
  Held beaconLost(long now) {
    return switch (beacon) {
      case HELD -> {
        long soonest = provenAt + Rules.PROOF - Rules.PROOF_WITHOUT_BEACON;
        long asIfProven = soonest - now < 0 ? soonest : now;
        yield new Held(timeline, term, trustedUntil, asIfProven, Beacon.LOST, 0);
      }
      case RETAKEN -> new Held(timeline, term, trustedUntil, provenAt, Beacon.LOST, 0);
      case NEVER_HELD, LOST -> this;
    };
  }

  /** Belief ends now, if followers may come early. */
  Held unproven(long now) {
    return mayComeEarly() ? provenAt(now - Rules.PROOF_WITHOUT_BEACON) : this;
  }

  private Held provenAt(long asked) {
    return new Held(timeline, term, trustedUntil, asked, beacon, retakenAt);
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
