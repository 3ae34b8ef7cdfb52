package dev.tributary.core.internal.apply;

import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Resolution;
import dev.tributary.core.internal.apply.RowVerdicts.Action;

/**
 * What became of a conflict.
 *
 * @param decidedBy {@code automatic} or a person
 * @param left nobody decided, for nothing was asked: the row stays as it is
 * @param drift others changed the row, the source did nothing
 */
record Answer(Resolution resolution, String decidedBy, boolean left, boolean drift) {
  Answer(Resolution resolution, String decidedBy) {
    this(resolution, decidedBy, false, false);
  }

  static Answer none() {
    Resolution none = new Resolution.KeepTarget(Reasoning.of(ConflictStrategy.MANUAL));
    return new Answer(none, Arbiter.BY_RULE, true, true);
  }

  Answer with(Resolution other) {
    return new Answer(other, decidedBy, left, drift);
  }

  /** Others changed the row, the source did nothing. */
  Answer ofDrift() {
    return new Answer(resolution, decidedBy, left, true);
  }

  boolean held() {
    return resolution instanceof Resolution.Hold;
  }

  /** What is to be done with the row. */
  Action action(ConflictCase one) {
    if (left) {
      return Action.LEFT;
    }
    if (held()) {
      return Action.CONFLICT;
    }
    boolean source = one.conflict().source().isPresent();
    boolean target = one.conflict().target().isPresent();
    if (resolution instanceof Resolution.TakeSource) {
      return source ? (target ? Action.UPDATE : Action.INSERT) : Action.ARCHIVE;
    }
    if (resolution instanceof Resolution.KeepTarget) {
      return source ? (target ? Action.KEEP : Action.STAY_AWAY) : Action.RELEASE;
    }
    return target ? Action.WRITE : Action.WRITE_NEW;
  }
}
