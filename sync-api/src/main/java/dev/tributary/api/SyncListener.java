package dev.tributary.api;

/**
 * Hears how a run goes on. Called on the thread of the run; must return quickly. What it throws is
 * logged and harms nobody.
 */
public interface SyncListener {

  /**
   * At most a few times a second per table.
   *
   * @param rowsTotal estimated, 0 when unknown
   */
  default void progress(
      ClientName client, String table, long rowsDone, long rowsTotal, long bytes) {}

  /** After each run that committed and saw a conflict, or closed the last open one. */
  default void conflicts(ConflictsSeen seen) {}

  /** After each run that returned a report. */
  default void finished(SyncReport report) {}

  /** Hears nothing. */
  SyncListener NONE = new SyncListener() {};
}
