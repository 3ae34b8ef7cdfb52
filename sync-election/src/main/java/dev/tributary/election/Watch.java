package dev.tributary.election;

import dev.tributary.api.internal.LeaseView;

/**
 * What a follower knows of the lease and of the leader's beacon.
 *
 * @param read whether it was read at all
 * @param seen the row as last read
 * @param expiresAt when it runs out, at the latest
 * @param beacon of the term of {@code seen}
 * @param freeSince when the beacon became free, or later, when the beat that counts was read: a
 *     leader that lives has all of the grace to show another one
 * @param grace how long both must stand still
 */
record Watch(
    boolean read, LeaseView seen, long expiresAt, Sight beacon, long freeSince, long grace) {
  enum Sight {
    /** Never seen held under this term: that it is free means nothing. */
    UNKNOWN,
    /** When last seen, or once before, as the row says. */
    HELD,
    /** Free; the beat has not been read since. */
    FREE,
    /** Free, and the beat has been read since. */
    FREE_AND_READ
  }

  static final Watch NOTHING = new Watch(false, LeaseView.NONE, 0, Sight.UNKNOWN, 0, 0);

  Watch read(LeaseView view, long now) {
    long expires = now + view.millisLeft() * 1_000_000L;
    if (view.term() != seen.term()) {
      return new Watch(true, view, expires, byRow(view), 0, 0);
    }
    return switch (beacon) {
      case UNKNOWN -> new Watch(true, view, expires, byRow(view), 0, 0);
      case HELD -> new Watch(true, view, expires, beacon, 0, 0);
      case FREE -> new Watch(true, view, expires, Sight.FREE_AND_READ, now, grace);
      case FREE_AND_READ ->
          new Watch(
              true, view, expires, beacon, view.beat() == seen.beat() ? freeSince : now, grace);
    };
  }

  private static Sight byRow(LeaseView view) {
    return view.beacon() ? Sight.HELD : Sight.UNKNOWN;
  }

  Watch held() {
    return new Watch(read, seen, expiresAt, Sight.HELD, 0, 0);
  }

  Watch free(long grace, long now) {
    return switch (beacon) {
      case UNKNOWN -> this;
      case HELD -> new Watch(read, seen, expiresAt, Sight.FREE, now, grace);
      case FREE, FREE_AND_READ -> new Watch(read, seen, expiresAt, beacon, freeSince, grace);
    };
  }

  boolean isFree() {
    return beacon == Sight.FREE || beacon == Sight.FREE_AND_READ;
  }

  long graceEnds() {
    return freeSince + grace;
  }

  /** Long enough free, with a beat that the takeover can compare with. */
  boolean deserted(long now) {
    return beacon == Sight.FREE_AND_READ && now - graceEnds() >= 0;
  }

  /** The row has been read, and nobody holds it or it has surely run out. */
  boolean over(long now) {
    return read && (!seen.live() || now - expiresAt >= 0);
  }
}
