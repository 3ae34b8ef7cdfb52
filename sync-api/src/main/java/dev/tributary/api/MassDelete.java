package dev.tributary.api;

/** What to do when far more rows left a table than usual, or the file is another one. */
public enum MassDelete {
  /** Apply nothing and put the client on hold. */
  HOLD,
  /** A person said that it is meant; go on, this once. */
  ALLOW
}
