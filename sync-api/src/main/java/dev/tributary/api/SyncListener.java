package dev.tributary.api;

import java.util.Set;

/**
 * Hears how a run goes on. Called on the thread of the run; must return quickly. What it throws is
 * logged and harms nobody.
 *
 * <p>Each run ends with exactly one of {@link #finished} and {@link #failed}. A call that was
 * refused before it became a run, because another run of the client is under way or the engine is
 * closed, is heard by its caller alone.
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

  /** After each run that threw, before its caller sees the exception. */
  default void failed(SyncFailure failure) {}

  /**
   * A schedule looked at these clients when they were due and found that nobody had written to
   * their files since the last complete run. So there was no run, and their mirrors are as new as
   * their files. Called on the thread of the schedule.
   */
  default void unchanged(Set<ClientName> clients) {}

  /** Hears nothing. */
  SyncListener NONE = new SyncListener() {};
}
