package dev.tributary.server.metrics;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the alerts "no leader" and "stale heartbeat" look at, told by every node of the cluster.
 * While the database is away the last values stay: they grow old, and that is what the alerts are
 * for.
 */
public final class ClusterMeters implements MeterBinder, AutoCloseable {
  private static final long PATIENCE_MILLIS = 500;

  private final Database database;
  private final ClusterName cluster;
  private final ExecutorService questions =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "sync-metrics-look");
            thread.setDaemon(true);
            // Else the web server, whose request makes it, thinks that it is its own.
            thread.setContextClassLoader(ClusterMeters.class.getClassLoader());
            return thread;
          });

  // All guarded by this
  private Optional<MultiGauge> lease = Optional.empty();
  private Optional<MultiGauge> heartbeats = Optional.empty();
  private Optional<Future<ClusterTimes>> asking = Optional.empty();

  ClusterMeters(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(connections);
    this.cluster = cluster;
  }

  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    lease =
        Optional.of(
            MultiGauge.builder("leader.lease.expires.timestamp")
                .description("when the lease of the leader ends or ended, seconds since 1970")
                .register(registry));
    heartbeats =
        Optional.of(
            MultiGauge.builder("host.last.heartbeat.timestamp")
                .description("when each node was last heard of, seconds since 1970")
                .register(registry));
  }

  /** Before each scrape. Never takes longer than half a second. */
  public synchronized void refresh() {
    Future<ClusterTimes> answer =
        asking.orElseGet(() -> questions.submit(() -> ClusterTimes.read(database, cluster)));
    asking = Optional.of(answer);
    try {
      show(answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
      asking = Optional.empty();
    } catch (TimeoutException e) {
      return; // asked again with the next scrape
    } catch (ExecutionException e) {
      asking = Optional.empty(); // the node's health says why
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(ClusterTimes times) {
    Tags tags = Tags.of("cluster", cluster.value());
    lease.ifPresent(
        gauge ->
            gauge.register(
                times.leaseExpires().stream().map(at -> MultiGauge.Row.of(tags, at)).toList(),
                true));
    heartbeats.ifPresent(
        gauge ->
            gauge.register(
                times.heartbeats().entrySet().stream()
                    .map(e -> MultiGauge.Row.of(tags.and("node_id", e.getKey()), e.getValue()))
                    .toList(),
                true));
  }

  @Override
  public void close() {
    questions.shutdownNow();
  }
}
