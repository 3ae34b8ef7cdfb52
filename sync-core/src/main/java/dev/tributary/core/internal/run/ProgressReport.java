package dev.tributary.core.internal.run;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncListener;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.catalog.JobLog;
import dev.tributary.core.internal.catalog.JobLog.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how far an initial load is: a listener a few times a second, {@code sync_progress} with
 * each committed piece. A listener that throws is ignored.
 */
final class ProgressReport {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
  private static final long EVERY_NANOS = 250_000_000L;

  private final ClientName client;
  private final SyncListener listener;
  private final LongSupplier nanoTime;
  private final Map<String, Progress> byTable = new ConcurrentHashMap<>();
  // Used only by the reading thread
  private long next;

  ProgressReport(ClientName client, SyncListener listener, LongSupplier nanoTime) {
    this.client = client;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
  }

  /**
   * @param total estimated
   */
  void rows(String table, long done, long total, long bytes) {
    byTable.put(table, new Progress(table, Math.max(done, total), done, false));
    long now = nanoTime.getAsLong();
    if (now - next < 0) {
      return;
    }
    next = now + EVERY_NANOS;
    try {
      listener.progress(client, table, done, Math.max(done, total), bytes);
    } catch (RuntimeException | Error e) {
      LOG.warn("a listener of client {} failed", client, e);
    }
  }

  /** Called by the lanes, each in the transaction of its piece. */
  void write(JobLog log, Connection connection, Job job) throws SQLException {
    log.progress(connection, job, byTable.values());
  }
}
