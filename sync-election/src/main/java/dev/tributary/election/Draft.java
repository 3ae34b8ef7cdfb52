package dev.tributary.election;

import dev.tributary.api.LossReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The next state while it is being made; lives for one step. */
final class Draft {
  Phase phase;
  ElectionMode mode;
  Asking asking;
  long dueAt;
  int failures;
  Optional<Held> held;
  Watch watch;
  Leave leave;
  boolean idle;
  long asideUntil;
  long released;
  long beaconed;

  private final List<Action> actions = new ArrayList<>();

  Draft(ElectionState from) {
    phase = from.phase();
    mode = from.mode();
    asking = from.asking();
    dueAt = from.dueAt();
    failures = from.failures();
    held = from.held();
    watch = from.watch();
    leave = from.leave();
    idle = from.idle();
    asideUntil = from.asideUntil();
    released = from.released();
    beaconed = from.beaconed();
  }

  Held mine() {
    return held.orElseThrow();
  }

  void ask(Asking what, Action action) {
    asking = what;
    actions.add(action);
  }

  void answered() {
    asking = Asking.NOTHING;
    failures = 0;
  }

  void revoke(LossReason reason) {
    actions.add(new Action.Revoke(reason));
  }

  void grant() {
    phase = Phase.LEADER;
    actions.add(new Action.Grant(mine().timeline(), mine().term()));
  }

  void follow(long observeAt) {
    phase = Phase.FOLLOWER;
    held = Optional.empty();
    watch = Watch.NOTHING;
    dueAt = observeAt;
  }

  void left() {
    actions.add(new Action.Left(leave.kind()));
    leave = Leave.STAYS;
  }

  Step done() {
    return new Step(
        new ElectionState(
            phase,
            mode,
            asking,
            dueAt,
            failures,
            held,
            watch,
            leave,
            idle,
            asideUntil,
            released,
            beaconed),
        actions);
  }
}
