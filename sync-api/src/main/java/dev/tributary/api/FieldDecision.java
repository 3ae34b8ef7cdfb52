package dev.tributary.api;

import java.util.Objects;

/**
 * How one field of a row was decided.
 *
 * @param field a column, or a path into the JSON that it holds: {@code chat.history.currentId}
 * @param rule the rule that decided, in the words of the configuration
 * @param note for people; may be empty
 */
public record FieldDecision(String field, String rule, Outcome outcome, String note) {
  /** Where the field's value comes from. */
  public enum Outcome {
    SOURCE,
    TARGET,
    MERGED,
    /** No rule could decide it; the row waits for a person. */
    UNDECIDED
  }

  public FieldDecision {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(note, "note");
  }
}
