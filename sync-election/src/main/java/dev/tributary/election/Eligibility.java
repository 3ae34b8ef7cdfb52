package dev.tributary.election;

/** Whether a node takes part in the election or only watches it. */
public enum Eligibility {
  /** Takes over when nobody leads. */
  MAY_LEAD,
  /** Knows who leads, and never does itself. */
  NEVER_LEADS
}
