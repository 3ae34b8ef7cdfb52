package dev.tributary.api;

import java.util.Objects;

/** What a {@link ConflictResolver} decided, and why. */
public sealed interface Resolution {

  /** For the conflict log. */
  Reasoning why();

  /** The same decision for other reasons. */
  Resolution because(Reasoning why);

  /** The source's row (or its deletion) is written. */
  static Resolution takeSource() {
    return new TakeSource(Reasoning.of(ConflictStrategy.CUSTOM));
  }

  /** The target's row (or its deletion) stays. */
  static Resolution keepTarget() {
    return new KeepTarget(Reasoning.of(ConflictStrategy.CUSTOM));
  }

  /** This row is written: all columns of the table, with the key of the conflict. */
  static Resolution write(RowImage row) {
    return new Write(row, Reasoning.of(ConflictStrategy.CUSTOM));
  }

  /** The row is held until a person decides. */
  static Resolution hold(String reason) {
    return new Hold(reason, Reasoning.of(ConflictStrategy.CUSTOM));
  }

  /** The source's row (or its deletion) is written. */
  record TakeSource(Reasoning why) implements Resolution {
    public TakeSource {
      Objects.requireNonNull(why, "why");
    }

    @Override
    public Resolution because(Reasoning other) {
      return new TakeSource(other);
    }
  }

  /** The target's row (or its deletion) stays; the source's change counts as considered. */
  record KeepTarget(Reasoning why) implements Resolution {
    public KeepTarget {
      Objects.requireNonNull(why, "why");
    }

    @Override
    public Resolution because(Reasoning other) {
      return new KeepTarget(other);
    }
  }

  /** This row is written. */
  record Write(RowImage row, Reasoning why) implements Resolution {
    public Write {
      Objects.requireNonNull(row, "row");
      Objects.requireNonNull(why, "why");
    }

    @Override
    public Resolution because(Reasoning other) {
      return new Write(row, other);
    }
  }

  /** The row is held until a person decides; everything else goes on. */
  record Hold(String reason, Reasoning why) implements Resolution {
    public Hold {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(why, "why");
    }

    @Override
    public Resolution because(Reasoning other) {
      return new Hold(reason, other);
    }
  }
}
