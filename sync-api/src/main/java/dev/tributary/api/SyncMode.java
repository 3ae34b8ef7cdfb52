package dev.tributary.api;

/** How much a sync looks at. Both are exact. */
public enum SyncMode {
  /** Skip an unchanged file; trust the local index while its epoch is the client's. */
  INCREMENTAL,
  /** Scan in any case and read the base from PostgreSQL again. */
  FULL
}
