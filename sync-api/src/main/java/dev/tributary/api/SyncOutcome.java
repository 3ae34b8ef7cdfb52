package dev.tributary.api;

/** How a run ended. */
public enum SyncOutcome {
  /** The file is as it was; nothing was sent. */
  UNCHANGED,
  /** The target holds what the file holds. */
  COMPLETE,
  /** All was done but rows that wait for a person: conflicts or quarantine. */
  PARTIAL,
  /** Nothing was applied; a person must confirm first. */
  ON_HOLD
}
