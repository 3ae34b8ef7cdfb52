package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.engine.HistoryOracle.Outcome;
import java.util.Optional;

/**
 * One row's history: what the app has, what the mirror had before a run, what the last run
 * considered; and what the run must have made of it.
 */
final class HistoryKey {
  final int id;
  Optional<HistoryRow> base = Optional.empty();
  Optional<HistoryRow> source = Optional.empty();
  Optional<HistoryRow> target = Optional.empty();

  /** The mirror's row was put there by others, so it is never ours by its content alone. */
  boolean foreign;

  private Optional<String> open = Optional.empty();
  private Optional<Decision> decision = Optional.empty();
  private int entries;

  /** What a person decided for the open entry. */
  record Decision(String choice, Optional<HistoryRow> row) {}

  /**
   * What the log has of a row.
   *
   * @param last images and end of the latest entry: {@code source|target|resolved_by|result}
   */
  record Logged(int entries, String last) {
    static final Logged NOTHING = new Logged(0, "");
  }

  HistoryKey(int id) {
    this.id = id;
  }

  boolean waits() {
    return open.isPresent();
  }

  void decide(Decision decided) {
    decision = Optional.of(decided);
  }

  private String images() {
    return HistoryRow.body(source) + "|" + HistoryRow.body(target);
  }

  /**
   * Judges a run.
   *
   * @param now what the mirror has after it
   */
  void judge(HistoryOracle oracle, Optional<HistoryRow> now, Logged logged, String what) {
    if (source.equals(base)) {
      requireUntouched(now, logged, what + ": the source did nothing");
    } else if (source.equals(target)) {
      requireNoConflict(now, logged, target, what + ": both sides agree");
      considered(source, now);
    } else if (target.equals(base) && !foreign) {
      requireNoConflict(now, logged, source, what + ": only the source changed");
      considered(source, now);
    } else {
      conflict(oracle, now, logged, what);
    }
    target = now;
  }

  private void requireUntouched(Optional<HistoryRow> now, Logged logged, String what) {
    requireNoConflict(now, logged, target, what);
  }

  private void requireNoConflict(
      Optional<HistoryRow> now, Logged logged, Optional<HistoryRow> expected, String what) {
    assertThat(now).as(what).isEqualTo(expected);
    assertThat(logged.entries()).as(what + ": no conflict is logged").isEqualTo(entries);
    assertThat(logged.last()).as(what + ": nothing waits").doesNotContain("|open|");
    open = Optional.empty();
    decision = Optional.empty();
  }

  private void considered(Optional<HistoryRow> row, Optional<HistoryRow> now) {
    base = row;
    foreign = row.isEmpty() && now.isPresent();
  }

  private void conflict(
      HistoryOracle oracle, Optional<HistoryRow> now, Logged logged, String what) {
    boolean same = open.equals(Optional.of(images()));
    Optional<Decision> valid = same ? decision : Optional.empty();
    Outcome outcome =
        valid.map(HistoryKey::outcome).orElseGet(() -> oracle.outcome(base, source, target));
    String all = what + " " + outcome + " " + images() + " base " + HistoryRow.body(base);
    entries += same ? 0 : 1;
    assertThat(logged.entries()).as(all + ": each conflict is logged once").isEqualTo(entries);
    String end = outcome == Outcome.HELD ? "open|-" : by(valid) + "|" + HistoryRow.body(now);
    assertThat(logged.last()).as(all + ": the log has all sides").isEqualTo(images() + "|" + end);
    switch (outcome) {
      case SOURCE -> assertThat(now).as(all).isEqualTo(source);
      case TARGET, HELD -> assertThat(now).as(all).isEqualTo(target);
      default -> requireMerged(oracle, now, valid, all);
    }
    open = outcome == Outcome.HELD ? Optional.of(images()) : Optional.empty();
    decision = Optional.empty();
    if (outcome != Outcome.HELD) {
      considered(source, now);
    }
  }

  private void requireMerged(
      HistoryOracle oracle, Optional<HistoryRow> now, Optional<Decision> valid, String what) {
    if (valid.isPresent()) {
      assertThat(now).as(what).isEqualTo(valid.get().row());
    } else {
      oracle.requireMerged(
          base, source.orElseThrow(), target.orElseThrow(), now.orElseThrow(), what);
    }
  }

  private static Outcome outcome(Decision decided) {
    return switch (decided.choice()) {
      case "source" -> Outcome.SOURCE;
      case "target" -> Outcome.TARGET;
      default -> Outcome.MERGED;
    };
  }

  private static String by(Optional<Decision> valid) {
    return valid.isPresent() ? "ann" : "automatic";
  }
}
