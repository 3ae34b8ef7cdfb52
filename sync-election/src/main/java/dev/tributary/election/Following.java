package dev.tributary.election;

import dev.tributary.api.internal.LeaseView;
import java.util.Optional;

/** The rules for a node that watches the lease, and for one that has asked for it. */
final class Following {
  private final Rules rules;
  private final Leaving leaving;

  Following(Rules rules, Leaving leaving) {
    this.rules = rules;
    this.leaving = leaving;
  }

  void observed(Draft d, Event.Observed e, long now) {
    d.answered();
    if (d.phase != Phase.FOLLOWER) {
      return;
    }
    d.watch = d.watch.read(e.view(), now);
    if (adoptable(d) && now - d.asideUntil >= 0) {
      adopt(d, e, now);
    } else {
      d.dueAt = nextLook(d, now);
    }
  }

  /** A term that is ours without our knowing: the answer to a takeover was lost. */
  private static void adopt(Draft d, Event.Observed e, long now) {
    long term = e.view().term();
    Held.Beacon beacon = term == d.beaconed ? Held.Beacon.LOST : Held.Beacon.NEVER_HELD;
    d.held = Optional.of(Held.found(e.timeline(), term, beacon, now));
    d.phase = Phase.SUSPECT;
    d.idle = true;
    d.dueAt = now;
  }

  private boolean adoptable(Draft d) {
    LeaseView seen = d.watch.seen();
    boolean ours = seen.live() && seen.holder().equals(Optional.of(rules.holder()));
    boolean beaconLost = seen.term() == d.beaconed && d.mode == ElectionMode.POLL;
    return ours && seen.term() > d.released && !beaconLost;
  }

  private long nextLook(Draft d, long now) {
    long every = now + (d.mode == ElectionMode.LISTEN ? rules.heartbeat() : Rules.POLL);
    if (!mayEverLead()) {
      return every;
    }
    if (d.watch.over(now) || adoptable(d)) {
      return Math.min(every, Math.max(now + rules.jitter(), d.asideUntil));
    }
    return Math.min(every, d.watch.expiresAt() + rules.jitter());
  }

  private boolean mayEverLead() {
    return rules.eligibility() == Eligibility.MAY_LEAD;
  }

  void refused(Draft d, Event.TakeoverRefused e, long now) {
    d.phase = Phase.FOLLOWER;
    observed(d, new Event.Observed(e.view(), e.timeline()), now);
    leaving.insteadOf(d, now);
  }

  void locked(Draft d, long now) {
    d.phase = Phase.FOLLOWER;
    d.asideUntil = d.dueAt;
    leaving.insteadOf(d, now);
  }

  /** It may have happened all the same, so the row has to be read again. */
  void unanswered(Draft d, long now) {
    d.follow(d.dueAt);
    leaving.insteadOf(d, now);
  }

  void beaconHeld(Draft d, Event.BeaconSeenHeld e) {
    if (d.phase == Phase.FOLLOWER && e.term() == d.watch.seen().term()) {
      d.watch = d.watch.held();
    }
  }

  void beaconFree(Draft d, Event.BeaconSeenFree e, long now) {
    if (d.phase != Phase.FOLLOWER || e.term() != d.watch.seen().term()) {
      return;
    }
    switch (d.watch.beacon()) {
      // The row may tell by now that it was held.
      case UNKNOWN -> d.dueAt = Math.min(d.dueAt, now + Rules.WITHOUT_BEACON);
      case HELD -> d.dueAt = now;
      case FREE, FREE_AND_READ -> {}
    }
    d.watch = d.watch.free(e.grace(), now);
  }

  void act(Draft d, long now) {
    boolean may = mayEverLead() && now - d.asideUntil >= 0;
    LeaseView seen = d.watch.seen();
    if (may && d.watch.deserted(now)) {
      takeOver(d, new Action.Claim(seen.term(), seen.beat()));
    } else if (may && d.watch.over(now) && now - d.dueAt >= 0) {
      takeOver(d, Action.Claim.NONE);
    } else if (now - d.dueAt >= 0) {
      d.ask(Asking.OBSERVE, new Action.Observe());
    }
  }

  private static void takeOver(Draft d, Action.Claim claim) {
    d.phase = Phase.CANDIDATE;
    d.ask(Asking.TAKE_OVER, new Action.TakeOver(claim));
  }
}
