package dev.tributary.core.internal.run;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncFailure;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncReport;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who listen how runs end. The run is over then, whatever a listener thinks of it. */
public final class RunNews {
  private static final Logger LOG = LoggerFactory.getLogger(RunNews.class);

  private final SyncListener listener;
  private final LongSupplier nanoTime;

  public RunNews(SyncListener listener, LongSupplier nanoTime) {
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  /** Runs, tells the end, and returns or throws what the run did. */
  public SyncReport of(ClientName client, Supplier<SyncReport> run) {
    long started = nanoTime.getAsLong();
    SyncReport report;
    try {
      report = run.get();
    } catch (RuntimeException e) {
      Duration took = Duration.ofNanos(nanoTime.getAsLong() - started);
      tell(client.value(), () -> listener.failed(new SyncFailure(client, e, took)));
      throw e;
    }
    tell(client.value(), () -> listener.finished(report));
    return report;
  }

  /** Due clients that needed no run. */
  public void unchanged(Set<ClientName> clients) {
    tell(clients.size() + " unchanged clients", () -> listener.unchanged(clients));
  }

  private static void tell(String whom, Runnable news) {
    try {
      news.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("a listener of {} failed", whom, e);
    }
  }
}
