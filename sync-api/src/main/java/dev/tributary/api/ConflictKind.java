package dev.tributary.api;

/** What happened to a row on both sides since the base. */
public enum ConflictKind {
  /** Source and target both changed the row. */
  UPDATE_CONFLICT,
  /** One side deleted the row and the other changed it. */
  DELETE_CONFLICT,
  /** Both sides inserted a row with this key. */
  INSERT_CONFLICT,
  /** The base is lost, so nobody can know which side changed. */
  NO_BASE
}
