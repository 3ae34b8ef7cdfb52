package dev.tributary.election;

import dev.tributary.api.LossReason;

/**
 * How a node is giving its lease up.
 *
 * @param patience whether it still waits for its work; if not, the lease is renewed no more and
 *     either ends with the work or runs out
 * @param until when the patience or the lease ends
 * @param aside for how long others go first afterwards
 */
record Leave(Kind kind, Patience patience, long until, long aside) {
  enum Kind {
    STAYS,
    RESIGNS,
    CLOSES
  }

  enum Patience {
    WAITS,
    GONE
  }

  static final Leave STAYS = new Leave(Kind.STAYS, Patience.WAITS, 0, 0);

  Leave gone(long leaseEnds) {
    return new Leave(kind, Patience.GONE, leaseEnds, aside);
  }

  LossReason reason() {
    return kind == Kind.CLOSES ? LossReason.CLOSED : LossReason.RESIGNED;
  }
}
