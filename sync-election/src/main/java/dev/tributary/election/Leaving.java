package dev.tributary.election;

/** The rules for a node that gives its lease up: first its work ends, then the lease. */
final class Leaving {
  private final Rules rules;

  Leaving(Rules rules) {
    this.rules = rules;
  }

  void asked(Draft d, Leave.Kind kind, long aside, long now) {
    Leave leave = new Leave(kind, Leave.Patience.WAITS, now + rules.drain(), aside);
    switch (d.phase) {
      case STOPPED, FOLLOWER -> {
        d.leave = leave;
        finish(d, now);
      }
      case CANDIDATE -> d.leave = leave;
      case LEADER -> {
        d.leave = leave;
        d.idle = false;
        d.revoke(leave.reason());
        d.phase = Phase.DRAINING;
      }
      case SUSPECT -> {
        d.leave = leave;
        d.phase = Phase.DRAINING;
      }
      case DRAINING -> closeInstead(d, kind);
    }
  }

  /** Whoever asked to resign has it already: nobody here believes any more. */
  private static void closeInstead(Draft d, Leave.Kind kind) {
    if (kind == Leave.Kind.CLOSES && d.leave.kind() == Leave.Kind.RESIGNS) {
      Leave resigning = d.leave;
      d.left();
      d.leave = new Leave(kind, resigning.patience(), resigning.until(), 0);
    }
  }

  /** A candidate that was asked to leave and got no term. */
  void insteadOf(Draft d, long now) {
    if (d.leave.kind() != Leave.Kind.STAYS && d.phase != Phase.DRAINING) {
      finish(d, now);
    }
  }

  void released(Draft d, long now) {
    d.answered();
    if (d.phase == Phase.DRAINING) {
      finish(d, now);
    }
  }

  /**
   * Work that does not end keeps the lease, and so the beacon, for as long as the lease lives; the
   * caller waits no longer.
   */
  void losePatience(Draft d, long now) {
    if (d.phase != Phase.DRAINING || now - d.leave.until() < 0) {
      return;
    }
    long leaseEnds = d.mine().trustedUntil() + rules.times().margin().toNanos();
    if (d.leave.patience() == Leave.Patience.GONE || now - leaseEnds >= 0) {
      finish(d, now);
    } else {
      Leave gone = d.leave.gone(leaseEnds);
      d.left();
      d.leave = gone;
    }
  }

  void finish(Draft d, long now) {
    if (d.leave.kind() == Leave.Kind.CLOSES) {
      d.follow(now);
      d.phase = Phase.STOPPED;
    } else if (d.phase == Phase.DRAINING) {
      d.asideUntil = now + d.leave.aside();
      d.follow(now);
    }
    d.left();
  }

  void act(Draft d, long now) {
    boolean due = now - d.dueAt >= 0;
    if (d.idle && (due || d.failures == 0)) {
      d.released = d.mine().term();
      d.ask(Asking.RELEASE, new Action.Release(d.mine().timeline(), d.mine().term()));
    } else if (due && d.leave.patience() == Leave.Patience.WAITS) {
      d.ask(Asking.RENEW, d.mine().renewal());
    }
  }
}
