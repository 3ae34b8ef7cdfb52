package dev.tributary.election;

/**
 * The term that is ours, and how long that may be believed.
 *
 * @param trustedUntil end of the lease as measured from before it was asked for, less a margin
 * @param provenUntil until when no follower can have come early, by the last question that
 *     PostgreSQL answered
 * @param beacon whether followers may have seen our beacon: only then can they come early
 * @param retakenAt when a beacon that had been lost was ours again
 */
record Held(
    int timeline, long term, long trustedUntil, long provenUntil, Beacon beacon, long retakenAt) {
  enum Beacon {
    NEVER_HELD,
    /** Since the last renewal, without a gap. */
    HELD,
    LOST,
    /** Held again, but nobody knows what happened in the gap: the next renewal tells. */
    RETAKEN
  }

  /** A term just taken. */
  static Held fresh(int timeline, long term, long trustedUntil) {
    return new Held(timeline, term, trustedUntil, 0, Beacon.NEVER_HELD, 0);
  }

  /** A term just found to be ours; nothing about it is believed before a renewal. */
  static Held found(int timeline, long term, Beacon beacon, long now) {
    return new Held(timeline, term, now, now, beacon, 0);
  }

  long validUntil() {
    boolean trusted = beacon == Beacon.NEVER_HELD || trustedUntil - provenUntil < 0;
    return trusted ? trustedUntil : provenUntil;
  }

  /** Others may have seen its beacon, in the database or by the row. */
  boolean wasSeen() {
    return beacon != Beacon.NEVER_HELD;
  }

  Action.Renew renewal() {
    return new Action.Renew(timeline, term, wasSeen());
  }

  boolean mayComeEarly() {
    return beacon == Beacon.LOST || beacon == Beacon.RETAKEN;
  }

  /**
   * @param pulse whether the session that renewed holds our pulse, for which followers wait longer
   */
  Held renewed(long trusted, long asked, boolean pulse) {
    boolean gapRemains =
        beacon == Beacon.LOST || (beacon == Beacon.RETAKEN && asked - retakenAt < 0);
    long proof = pulse ? Rules.PROOF_WITH_PULSE : Rules.PROOF_WITHOUT_BEACON;
    return new Held(
        timeline,
        term,
        later(trustedUntil, trusted),
        gapRemains ? asked + proof : later(provenUntil, asked + Rules.PROOF),
        gapRemains || beacon == Beacon.NEVER_HELD ? beacon : Beacon.HELD,
        retakenAt);
  }

  /** The beacon's session answered. That proves nothing about a gap before. */
  Held beaconProven(long asked) {
    return beacon == Beacon.HELD ? provenUntil(later(provenUntil, asked + Rules.PROOF)) : this;
  }

  Held beaconTaken(long asked, long now) {
    return switch (beacon) {
      case NEVER_HELD -> beacon(Beacon.HELD, now).provenUntil(asked + Rules.PROOF);
      case LOST -> beacon(Beacon.RETAKEN, now);
      case HELD, RETAKEN -> this;
    };
  }

  /** Belief ends soon without a new proof, and never later than it did before. */
  Held beaconLost(long now) {
    return switch (beacon) {
      case HELD -> {
        long soon = now + Rules.PROOF_WITHOUT_BEACON;
        yield beacon(Beacon.LOST, 0).provenUntil(provenUntil - soon < 0 ? provenUntil : soon);
      }
      case RETAKEN -> beacon(Beacon.LOST, 0);
      case NEVER_HELD, LOST -> this;
    };
  }

  /** Belief ends now, if followers may come early. */
  Held unproven(long now) {
    return mayComeEarly() ? provenUntil(now) : this;
  }

  private Held beacon(Beacon now, long retaken) {
    return new Held(timeline, term, trustedUntil, provenUntil, now, retaken);
  }

  private Held provenUntil(long nanos) {
    return new Held(timeline, term, trustedUntil, nanos, beacon, retakenAt);
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
