package dev.tributary.election;

/** What the beacon's connection is to do for one election. */
record BeaconWish(Kind kind, long term) {
  enum Kind {
    NOTHING,
    /** Have a session: the next wish will be in a hurry. */
    READY,
    /** Tell when the beacon of this term is held and when it is free. */
    WATCH,
    /** Hold the beacon of this term. */
    HOLD
  }

  static final BeaconWish NONE = new BeaconWish(Kind.NOTHING, 0);

  static final BeaconWish READY = new BeaconWish(Kind.READY, 0);

  static BeaconWish watch(long term) {
    return new BeaconWish(Kind.WATCH, term);
  }

  static BeaconWish hold(long term) {
    return new BeaconWish(Kind.HOLD, term);
  }
}
