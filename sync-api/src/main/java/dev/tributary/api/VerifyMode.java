package dev.tributary.api;

/** What {@link SyncEngine#verify} does with a difference. */
public enum VerifyMode {
  REPORT,
  REPAIR
}
