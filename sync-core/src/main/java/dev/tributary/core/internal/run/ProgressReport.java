package dev.tributary.core.internal.run;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncListener;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener how far a run is, a few times a second. A listener that throws is ignored. */
final class ProgressReport {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
  private static final long EVERY_NANOS = 250_000_000L;

  private final ClientName client;
  private final SyncListener listener;
  private final LongSupplier nanoTime;
  private long next;

  ProgressReport(ClientName client, SyncListener listener, LongSupplier nanoTime) {
    this.client = client;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
  }

  void rows(String table, long done, long bytes) {
    long now = nanoTime.getAsLong();
    if (now - next < 0) {
      return;
    }
    next = now + EVERY_NANOS;
    try {
      listener.progress(client, table, done, 0, bytes);
    } catch (RuntimeException e) {
      LOG.warn("a listener of client {} failed", client, e);
    }
  }
}
