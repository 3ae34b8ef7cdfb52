package dev.tributary.conflict;

import dev.tributary.api.FieldDecision;
import dev.tributary.api.FieldDecision.Outcome;
import dev.tributary.api.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What one merge decided field by field. Keeps the first {@value #KEPT} and counts the rest. */
final class FieldLog {
  private static final int KEPT = 200;

  private final List<FieldDecision> decisions = new ArrayList<>();
  private final List<String> undecided = new ArrayList<>();
  private int dropped;
  private boolean decidedByTime;

  void took(Side side, FieldPath field, String rule, String note) {
    decidedByTime |= rule.equals(MergeRule.Kind.NEWEST_WINS.word());
    add(field, rule, side == Side.SOURCE ? Outcome.SOURCE : Outcome.TARGET, note);
  }

  void merged(FieldPath field, String rule) {
    add(field, rule, Outcome.MERGED, "");
  }

  void undecided(FieldPath field, String rule, String why) {
    undecided.add(field + ": " + why);
    add(field, rule, Outcome.UNDECIDED, why);
  }

  private void add(FieldPath field, String rule, Outcome outcome, String note) {
    if (decisions.size() < KEPT || outcome == Outcome.UNDECIDED && undecided.size() < KEPT) {
      decisions.add(new FieldDecision(field.toString(), rule, outcome, note));
    } else {
      dropped++;
    }
  }

  boolean decidedAll() {
    return undecided.isEmpty();
  }

  /** Whether it mattered which row is newer. */
  boolean decidedByTime() {
    return decidedByTime;
  }

  /** Why the row waits. */
  String questions() {
    String first = undecided.stream().limit(3).collect(Collectors.joining("; "));
    return undecided.size() <= 3 ? first : first + "; and " + (undecided.size() - 3) + " more";
  }

  List<FieldDecision> decisions() {
    if (dropped > 0) {
      decisions.add(
          new FieldDecision("...", "", Outcome.MERGED, dropped + " more fields, not listed"));
      dropped = 0;
    }
    return decisions;
  }
}
