package dev.tributary.api;

import java.nio.file.Path;

/**
 * Mirrors SQLite files into PostgreSQL and back.
 *
 * <p><b>Threads:</b> each call works on the calling thread and on at most two daemon threads of its
 * own, named {@code sync-load-<client>}, which end with the call. Calls for different clients may
 * run at the same time; a second writing call for the same client fails with {@link
 * TargetUnavailable}. {@code close()} waits for running calls, may be called twice.
 *
 * <p><b>Errors:</b> {@link ConfigurationInvalid} (a person must act), {@link SourceUnavailable} and
 * {@link TargetUnavailable} (later again), {@link LeadershipLost} (stop). Whatever is thrown, the
 * target and its checkpoint are as before the call, except for the finished pieces of an initial
 * load, which the next call goes on from.
 */
public interface SyncEngine extends AutoCloseable {

  /**
   * Makes the target hold what the file holds now. Registers an unknown client first.
   *
   * @return what was done; only {@link SyncOutcome#UNCHANGED} and {@link SyncOutcome#COMPLETE} mean
   *     that nothing is left
   */
  SyncReport sync(SyncRequest request);

  /** What {@link #sync} would do with this file. Reads the source, writes nothing anywhere. */
  SyncPlan plan(SyncRequest request);

  /**
   * Compares each cell of a snapshot of the file with the target.
   *
   * @param mode {@link VerifyMode#REPAIR} writes what differs, unless others wrote it
   */
  VerifyReport verify(ClientName client, Path source, VerifyMode mode);

  /**
   * Builds a new SQLite file from PostgreSQL alone.
   *
   * @param target must not exist; appears only when it is complete and compared
   */
  RestoreReport restore(ClientName client, Path target);

  @Override
  void close();
}
