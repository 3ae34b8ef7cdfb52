package dev.tributary.election;

import dev.tributary.api.ClusterName;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A node: the real rules, with modelled drivers around them. Each question and each answer takes
 * its time, and both may be lost.
 */
final class SimulatedNode {
  private static final ClusterName CLUSTER = new ClusterName("simulated");
  private static final long TIMEOUT = SimulatedTime.millis(5000);
  private static final long SESSION_ENDS = SimulatedTime.millis(4000);

  private final SimulatedTime time;
  private final SimulatedStore store;
  private final UUID me;
  private final Rules rules;
  private final Election election;
  private final long clockOrigin;

  private ElectionState state = ElectionState.STOPPED;
  private BeaconWish wish = BeaconWish.NONE;
  private long heldBeacon = -1;
  private boolean beaconEnding;
  private long question;
  private long wakes;
  private boolean granted;
  private boolean dead;

  private long pausedUntil;
  private long cutUntil;
  private long databaseDownUntil;
  private final List<Runnable> waiting = new ArrayList<>();
  private int gains;
  private int losses;

  SimulatedNode(SimulatedTime time, SimulatedStore store, UUID me, LeaseTimes times) {
    this.time = time;
    this.store = store;
    this.me = me;
    this.rules =
        new Rules(
            me,
            Eligibility.MAY_LEAD,
            times,
            SimulatedTime.millis(time.below(50)),
            SimulatedTime.millis(3000));
    this.election = new Election(rules);
    this.clockOrigin = SimulatedTime.millis(time.below(1_000_000)) - SimulatedTime.millis(500_000);
  }

  private long clock() {
    return time.now() + clockOrigin;
  }

  void start() {
    hear(new Event.Started());
    hear(new Event.ModeKnown(time.oneIn(4) ? ElectionMode.POLL : ElectionMode.LISTEN));
    beaconTurn();
  }

  boolean believes() {
    return !dead && granted && clock() - state.mine().validUntil() < 0;
  }

  boolean isPaused() {
    return pausedUntil > time.now();
  }

  long heldTerm() {
    return state.mine().term();
  }

  Phase phase() {
    return state.phase();
  }

  /** What arrives while the process is frozen waits. */
  private void whenAwake(Runnable what) {
    if (dead) {
      return;
    }
    if (isPaused()) {
      waiting.add(what);
    } else {
      what.run();
    }
  }

  private void hear(Event event) {
    Step step = election.step(state, event, clock());
    state = step.state();
    step.actions().forEach(this::execute);
    wish = state.beaconWish(rules);
    long at = state.wakeAt();
    long wake = ++wakes;
    if (at != Long.MAX_VALUE) {
      time.after(at - clock(), () -> whenAwake(() -> wake(wake)));
    }
  }

  private void wake(long which) {
    if (which == wakes) {
      hear(new Event.TimePassed());
    }
  }

  private void execute(Action action) {
    if (action instanceof Action.Grant) {
      gains++;
      granted = true;
      alternate();
    } else if (action instanceof Action.Revoke) {
      losses++;
      granted = false;
      alternate();
      time.after(SimulatedTime.millis(time.below(40)), () -> whenAwake(this::workDone));
    } else if (!(action instanceof Action.Left)) {
      ask(action);
    }
  }

  private void workDone() {
    if (!granted) {
      hear(new Event.WorkDone());
    }
  }

  private void alternate() {
    if (gains - losses < 0 || gains - losses > 1) {
      throw new AssertionError("I8: " + gains + " gains and " + losses + " losses");
    }
  }

  /** A question that is given up may still reach the database later. */
  private void ask(Action action) {
    long asked = clock();
    long number = ++question;
    if (!isReachable()) {
      time.after(
          SimulatedTime.millis(5), () -> whenAwake(() -> answer(number, new Event.NoAnswer())));
      return;
    }
    time.after(time.networkDelay(), () -> arrive(action, asked, number));
    time.after(TIMEOUT, () -> whenAwake(() -> answer(number, new Event.NoAnswer())));
  }

  private void arrive(Action action, long asked, long number) {
    if (databaseDownUntil > time.now() || cutUntil > time.now()) {
      return;
    }
    Event event = process(action, asked);
    long back = time.loses(300) ? Long.MAX_VALUE : time.networkDelay();
    if (back != Long.MAX_VALUE) {
      time.after(
          back,
          () -> {
            if (cutUntil <= time.now()) {
              whenAwake(() -> answer(number, event));
            }
          });
    }
  }

  private void answer(long number, Event event) {
    if (number == question && state.asking() != Asking.NOTHING) {
      question++;
      hear(event);
    }
  }

  private Event process(Action action, long asked) {
    if (action instanceof Action.Observe) {
      return new Event.Observed(store.view(), 1);
    } else if (action instanceof Action.TakeOver takeOver) {
      return store
          .takeOver(me, takeOver.claim())
          .<Event>map(term -> new Event.TookOver(asked, 1, term))
          .orElseGet(() -> new Event.TakeoverRefused(store.view(), 1));
    } else if (action instanceof Action.Renew renew) {
      String pulse = BeaconKeys.pulse(CLUSTER, renew.term());
      if (state.mode() == ElectionMode.LISTEN && isReachable()) {
        store.lock(pulse, this);
      }
      return store.renew(me, renew.term(), renew.beacon())
          ? new Event.Renewed(asked, store.isLockedBy(pulse, this), renew.beacon())
          : new Event.RenewalRefused();
    }
    store.release(me, ((Action.Release) action).term());
    store.unlock("tributary pulse", this);
    return new Event.Released();
  }

  private boolean isReachable() {
    return cutUntil <= time.now() && databaseDownUntil <= time.now();
  }

  /** The beacon's own thread: five times a second it asks, holds or watches. */
  private void beaconTurn() {
    if (dead) {
      return;
    }
    if (isPaused()) {
      time.after(pausedUntil - time.now(), this::beaconTurn);
      return;
    }
    if (beaconEnding) {
      time.after(SimulatedTime.millis(5), this::beaconTurn);
      return;
    }
    if (isReachable() && heldBeacon >= 0 && !wish.equals(BeaconWish.hold(heldBeacon))) {
      store.unlock("tributary beacon", this);
      heldBeacon = -1;
    }
    if (isReachable() && wish.kind() == BeaconWish.Kind.HOLD) {
      hold();
    } else if (isReachable() && wish.kind() == BeaconWish.Kind.WATCH) {
      watch();
    }
    time.after(
        SimulatedTime.millis(wish.kind() == BeaconWish.Kind.HOLD ? 500 : 100), this::beaconTurn);
  }

  private void hold() {
    long asked = clock();
    if (heldBeacon == wish.term()) {
      hear(new Event.BeaconProven(asked));
    } else {
      store.unlock("tributary beacon", this);
      heldBeacon = -1;
      if (store.lock(BeaconKeys.beacon(CLUSTER, wish.term()), this)) {
        heldBeacon = wish.term();
        hear(new Event.BeaconTaken(asked, wish.term()));
      }
    }
  }

  private void watch() {
    long term = wish.term();
    if (store.isLocked(BeaconKeys.beacon(CLUSTER, term))) {
      hear(new Event.BeaconSeenHeld(term));
    } else {
      boolean pulse = store.isLocked(BeaconKeys.pulse(CLUSTER, term));
      hear(new Event.BeaconSeenFree(term, pulse ? Rules.GRACE_WITH_PULSE : Rules.GRACE));
    }
  }

  void notified() {
    time.after(
        time.networkDelay(),
        () ->
            whenAwake(
                () -> {
                  if (isReachable() && state.mode() == ElectionMode.LISTEN) {
                    hear(new Event.Notified(store.term()));
                  }
                }));
  }

  /** An administrator ends the beacon's session, and with luck the control session as well. */
  void killSessions(boolean controlToo) {
    store.unlock("tributary beacon", this);
    if (controlToo) {
      store.unlock("tributary pulse", this);
      if (state.asking() != Asking.NOTHING) {
        long number = question;
        whenAwake(() -> answer(number, new Event.NoAnswer()));
      }
    }
    boolean held = heldBeacon >= 0;
    heldBeacon = -1;
    if (held) {
      beaconEnding = true;
      time.after(SimulatedTime.millis(time.below(20)), () -> whenAwake(this::beaconEnded));
    }
  }

  /** Its thread sees the end of one session before it opens the next. */
  private void beaconEnded() {
    beaconEnding = false;
    hear(new Event.BeaconLost());
  }

  void pause(long nanos) {
    long until = time.now() + nanos;
    pausedUntil = until;
    time.after(SESSION_ENDS, () -> endIfSilent(until));
    time.after(nanos, this::resume);
  }

  private void endIfSilent(long silentUntil) {
    if (silentUntil > time.now()) {
      store.unlock("tributary beacon", this);
      heldBeacon = -1;
      whenAwake(() -> hear(new Event.BeaconLost()));
    }
  }

  private void resume() {
    List<Runnable> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(this::whenAwake);
  }

  /** The network is silent: nothing arrives in either direction, nobody is told. */
  void cut(long nanos) {
    cutUntil = time.now() + nanos;
    long at = cutUntil;
    time.after(
        SESSION_ENDS + SimulatedTime.millis(time.below(1000)),
        () -> {
          if (at > time.now()) {
            store.unlock("tributary", this);
            heldBeacon = -1;
          }
        });
    time.after(SimulatedTime.millis(1500), () -> whenAwake(this::pingUnanswered));
  }

  private void pingUnanswered() {
    if (cutUntil > time.now()) {
      heldBeacon = -1;
      hear(new Event.BeaconLost());
    }
  }

  void databaseDown(long until) {
    databaseDownUntil = until;
    store.unlock("tributary", this);
    heldBeacon = -1;
    whenAwake(() -> hear(new Event.BeaconLost()));
  }

  void resign() {
    whenAwake(() -> hear(new Event.ResignAsked(Rules.ASIDE)));
  }

  void close() {
    whenAwake(() -> hear(new Event.CloseAsked()));
  }

  /** As kill -9: the kernel closes its connections. */
  void crash() {
    dead = true;
    store.unlock("tributary", this);
  }

  boolean isDead() {
    return dead;
  }

  void work() {
    if (!dead && !isPaused() && state.held().isPresent() && isReachable()) {
      long term = heldTerm();
      time.after(time.networkDelay(), () -> store.commit(me, term));
    }
  }
}
