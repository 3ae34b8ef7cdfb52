package dev.tributary.election;

import dev.tributary.api.LossReason;

/**
 * The rules of the election as a pure function: no clock, no threads, no chance.
 *
 * <pre>
 * STOPPED -> FOLLOWER -> CANDIDATE -> LEADER -> DRAINING -> FOLLOWER or STOPPED
 *               ^            |        |    ^
 *               +------------+     SUSPECT-+   (belief ended; a renewal proves the term again)
 * </pre>
 *
 * <p>Two rules carry it. A leader believes itself only until a time that was computed from before
 * the database was asked; that time comes by itself, whether or not anything happens. And each
 * change of leader is a takeover in the database; all else, beacons and notifications, only says
 * when to try.
 */
final class Election {
  private final Following following;
  private final Leading leading;
  private final Leaving leaving;

  Election(Rules rules) {
    leaving = new Leaving(rules);
    following = new Following(rules, leaving);
    leading = new Leading(rules, leaving);
  }

  /** What {@code state} becomes by {@code event} at the time {@code now}. */
  Step step(ElectionState state, Event event, long now) {
    Draft draft = new Draft(state);
    endBelief(draft, now);
    hearAnswer(draft, event, now);
    endBelief(draft, now);
    act(draft, now);
    return draft.done();
  }

  private static void endBelief(Draft d, long now) {
    if (d.phase == Phase.LEADER && now - d.mine().validUntil() >= 0) {
      boolean expired = now - d.mine().trustedUntil() >= 0;
      d.revoke(expired ? LossReason.EXPIRED : LossReason.SUSPENDED);
      d.phase = Phase.SUSPECT;
      d.dueAt = now;
    }
  }

  private void hearAnswer(Draft d, Event event, long now) {
    if (event instanceof Event.Observed e) {
      following.observed(d, e, now);
    } else if (event instanceof Event.TookOver e) {
      leading.tookOver(d, e);
    } else if (event instanceof Event.TakeoverRefused e) {
      following.refused(d, e, now);
    } else if (event instanceof Event.Locked) {
      locked(d, now);
    } else if (event instanceof Event.Renewed e) {
      leading.renewed(d, e, now);
    } else if (event instanceof Event.RenewalRefused) {
      leading.refused(d, now);
    } else if (event instanceof Event.Released) {
      leaving.released(d, now);
    } else if (event instanceof Event.NoAnswer) {
      noAnswer(d, now);
    } else {
      hearNews(d, event, now);
    }
  }

  private void noAnswer(Draft d, long now) {
    d.asking = Asking.NOTHING;
    d.failures++;
    d.dueAt = now + Rules.backoff(d.failures);
    if (d.phase == Phase.CANDIDATE) {
      following.unanswered(d, now);
    } else if (d.phase == Phase.LEADER) {
      leading.unanswered(d, now);
    }
  }

  /** Asked again at once: it is the question that waits, for as long as the server lets it. */
  private void locked(Draft d, long now) {
    d.answered();
    d.dueAt = now + Rules.LOCKED_AGAIN;
    if (d.phase == Phase.CANDIDATE) {
      following.locked(d, now);
    } else if (d.phase == Phase.LEADER) {
      leading.locked(d, now);
    }
  }

  private void hearNews(Draft d, Event event, long now) {
    if (event instanceof Event.Notified e) {
      notified(d, e, now);
    } else if (event instanceof Event.ModeKnown e) {
      modeKnown(d, e, now);
    } else if (event instanceof Event.BeaconTaken e) {
      leading.beaconTaken(d, e, now);
    } else if (event instanceof Event.BeaconProven e) {
      leading.beaconProven(d, e);
    } else if (event instanceof Event.BeaconLost) {
      leading.beaconLost(d, now);
    } else if (event instanceof Event.BeaconSeenHeld e) {
      following.beaconHeld(d, e);
    } else if (event instanceof Event.BeaconSeenFree e) {
      following.beaconFree(d, e, now);
    } else {
      hearOwnNode(d, event, now);
    }
  }

  private static void notified(Draft d, Event.Notified e, long now) {
    boolean newToLeader = d.phase == Phase.LEADER && e.term() > d.mine().term();
    if (d.phase == Phase.FOLLOWER || newToLeader) {
      d.dueAt = Math.min(d.dueAt, now);
    }
  }

  private void modeKnown(Draft d, Event.ModeKnown e, long now) {
    boolean changed = d.mode != e.mode();
    d.mode = e.mode();
    if (changed && (d.phase == Phase.FOLLOWER || d.phase == Phase.LEADER)) {
      d.dueAt = Math.min(d.dueAt, now);
      leading.modeChanged(d, now);
    }
  }

  private void hearOwnNode(Draft d, Event event, long now) {
    if (event instanceof Event.Started && d.phase == Phase.STOPPED) {
      d.asideUntil = now;
      d.follow(now);
    } else if (event instanceof Event.ResignAsked e) {
      leaving.asked(d, Leave.Kind.RESIGNS, e.aside(), now);
    } else if (event instanceof Event.CloseAsked) {
      leaving.asked(d, Leave.Kind.CLOSES, 0, now);
    } else if (event instanceof Event.WorkDone) {
      d.idle = true;
    }
  }

  private void act(Draft d, long now) {
    leaving.losePatience(d, now);
    if (d.asking == Asking.NOTHING) {
      switch (d.phase) {
        case FOLLOWER -> following.act(d, now);
        case LEADER, SUSPECT -> leading.act(d, now);
        case DRAINING -> leaving.act(d, now);
        case STOPPED, CANDIDATE -> {}
      }
    }
  }
}
