package dev.tributary.election;

import dev.tributary.api.LossReason;
import java.util.Optional;

/** The rules for a node that holds the lease, whether or not it may believe it. */
final class Leading {
  private final Rules rules;
  private final Leaving leaving;

  Leading(Rules rules, Leaving leaving) {
    this.rules = rules;
    this.leaving = leaving;
  }

  void tookOver(Draft d, Event.TookOver e) {
    d.answered();
    d.held = Optional.of(Held.fresh(e.timeline(), e.term(), rules.trust(e.asked())));
    d.watch = Watch.NOTHING;
    d.dueAt = e.asked() + rules.heartbeat();
    d.idle = d.leave.kind() != Leave.Kind.STAYS;
    if (d.idle) {
      d.phase = Phase.DRAINING;
    } else {
      d.grant();
    }
  }

  void renewed(Draft d, Event.Renewed e, long now) {
    d.answered();
    if (!holds(d)) {
      return;
    }
    d.held = d.held.map(h -> h.renewed(rules.trust(e.asked()), e.asked(), e.pulse()));
    d.dueAt = nextRenewal(d, e, now);
    if (d.phase == Phase.SUSPECT) {
      believeAgain(d, now);
    }
  }

  private long nextRenewal(Draft d, Event.Renewed e, long now) {
    if (d.mine().wasSeen() && !e.beacon()) {
      return now;
    }
    return e.asked() + (d.mine().mayComeEarly() ? Rules.BEAT_WITHOUT_BEACON : rules.heartbeat());
  }

  /** An answer that was too long on its way proves nothing about now. */
  private static void believeAgain(Draft d, long now) {
    if (now - d.mine().validUntil() < 0) {
      d.idle = false;
      d.grant();
    } else {
      d.dueAt = now;
    }
  }

  private static boolean holds(Draft d) {
    return d.phase == Phase.LEADER || d.phase == Phase.SUSPECT || d.phase == Phase.DRAINING;
  }

  void refused(Draft d, long now) {
    d.answered();
    if (d.phase == Phase.DRAINING) {
      leaving.finish(d, now);
    } else if (holds(d)) {
      if (d.phase == Phase.LEADER) {
        d.revoke(LossReason.TAKEN_OVER);
      }
      d.follow(now);
    }
  }

  void unanswered(Draft d, long now) {
    if (!d.mine().wasSeen()) {
      d.dueAt = now + rules.retry(d.failures);
    }
    locked(d, now);
  }

  void locked(Draft d, long now) {
    // Beacon gone and the renewal as well: all our connections are gone, and followers see it.
    d.held = d.held.map(h -> h.unproven(now));
  }

  void beaconTaken(Draft d, Event.BeaconTaken e, long now) {
    if (d.held.isPresent() && d.mine().term() == e.term()) {
      boolean first = !d.mine().wasSeen();
      d.beaconed = e.term();
      d.held = d.held.map(h -> h.beaconTaken(e.asked(), now));
      // Who begins to follow now is to know at once that a free beacon means something.
      d.dueAt = first && d.phase == Phase.LEADER ? now : d.dueAt;
      renewSoonIfGap(d, now);
    }
  }

  void beaconProven(Draft d, Event.BeaconProven e) {
    d.held = d.held.map(h -> h.beaconProven(e.asked()));
  }

  void beaconLost(Draft d, long now) {
    d.held = d.held.map(h -> h.beaconLost(now));
    renewSoonIfGap(d, now);
  }

  private static void renewSoonIfGap(Draft d, long now) {
    if (d.phase == Phase.LEADER && d.mine().mayComeEarly()) {
      d.dueAt = now;
    }
  }

  /**
   * A term whose beacon was seen and cannot be held any more is not safe; the next one has none.
   */
  void modeChanged(Draft d, long now) {
    boolean lost = d.held.isPresent() && d.mine().beacon() == Held.Beacon.LOST;
    if (lost && d.mode == ElectionMode.POLL) {
      leaving.asked(d, Leave.Kind.RESIGNS, 0, now);
    }
  }

  void act(Draft d, long now) {
    if (now - d.dueAt >= 0) {
      d.ask(Asking.RENEW, d.mine().renewal());
    }
  }
}
