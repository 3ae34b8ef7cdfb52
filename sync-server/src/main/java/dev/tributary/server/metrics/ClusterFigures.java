package dev.tributary.server.metrics;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SyncException;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.server.database.FigureRows;
import dev.tributary.server.looks.RepeatedTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What only the database knows: the lease, who took over from whom, how far clients lag behind. */
final class ClusterFigures implements MeterBinder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterFigures.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final FigureRows rows;
  private final ClusterName cluster;
  private final String node;
  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
  private final ClientGauges clients = new ClientGauges(System::nanoTime);
  private final RepeatedTask looks = new RepeatedTask("sync-figures", this::look);

  // Written only by the thread that looks
  private volatile FigureRows.Lease lease = FigureRows.Lease.NONE;
  private volatile double longestWait;

  ClusterFigures(ConnectionSource connections, ClusterName cluster, String node) {
    this.rows = new FigureRows(new Database(connections), cluster);
    this.cluster = cluster;
    this.node = node;
    looks.begin(Duration.ofSeconds(1), EVERY);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    registries.add(registry);
    clients.bindTo(registry);
    Gauge.builder("sync.queue.processing.time.seconds", this, figures -> figures.longestWait)
        .description("the longest wait of a job in the last five minutes")
        .register(registry);
  }

  private void look() {
    try {
      FigureRows.Lease before = lease;
      lease = rows.lease();
      longestWait = rows.longestWait();
      if (lease.term() > before.term() && before.term() > 0 && lease.leader().equals(node)) {
        tookOver();
      }
      clients.show(rows.clients());
    } catch (SyncException e) {
      LOG.debug("figures wait: {}", e.getMessage());
    }
  }

  /** Counted by the node that leads now, so that the sum over all nodes is right. */
  private void tookOver() {
    String from = rows.leaderBefore(lease.term()).orElse("nobody");
    registries.forEach(
        registry ->
            Counter.builder("failover.events")
                .tag("from_node", from)
                .tag("to_node", node)
                .tag("reason", from.equals(node) ? "elected_again" : "takeover")
                .register(registry)
                .increment());
  }

  @Override
  public void close() {
    looks.close();
  }
}
