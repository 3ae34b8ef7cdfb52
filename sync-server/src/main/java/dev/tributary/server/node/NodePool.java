package dev.tributary.server.node;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.connection.OpenWay;
import dev.tributary.server.metrics.PoolMeters;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;

/**
 * The connections of a node's engine. Nothing that proves who leads is among them: an exhausted
 * pool never starves the election.
 */
final class NodePool implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String OWN_PATIENCE = "loginTimeout"; // of the driver, in seconds
  private static final Duration IDLE = Duration.ofMinutes(2);

  /** A first load in two lanes, and the transaction that compares meanwhile. */
  private static final int PER_WORKER = 3;

  private static final int BESIDES = 2;

  private static final String CANNOT_CONNECT = "08001";

  /** Of one that was kept, not of one that was tried. */
  private static final String CLOSED = "08003";

  private final HikariDataSource pool;

  private NodePool(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Opens no connection yet; a database that is away is asked again with each use. */
  static NodePool open(OpenWay way, NodeId node, int workers, PoolMeters meters) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("tributary-" + node);
    config.setDataSource(new PoolSource(way.connections(NodePool::keptAlive)));
    config.setMaximumPoolSize(workers * PER_WORKER + BESIDES);
    config.setMinimumIdle(1);
    config.setIdleTimeout(IDLE.toMillis());
    config.setConnectionTimeout(patience(way.url()).toMillis());
    config.setInitializationFailTimeout(-1);
    config.setMetricsTrackerFactory(meters);
    return new NodePool(new HikariDataSource(config));
  }

  private static DatabaseUrl keptAlive(DatabaseUrl url) {
    return url.with("socketFactory", KeptAliveSockets.class.getName());
  }

  /** As long as the address says that a connection may take. */
  private static Duration patience(DatabaseUrl url) {
    return Optional.ofNullable(url.properties().get(OWN_PATIENCE))
        .filter(seconds -> seconds.matches("[1-9]\\d{0,3}|0\\.[1-9]\\d?"))
        .map(
            seconds ->
                Duration.ofMillis(Math.max(250, (long) (Double.parseDouble(seconds) * 1_000))))
        .orElse(PATIENCE);
  }

  ConnectionSource connections() {
    return this::connect;
  }

  /** That nobody could be lent a connection tells less than why none could be made. */
  private Connection connect() throws SQLException {
    try {
      return pool.getConnection();
    } catch (SQLTransientConnectionException e) {
      if (e.getCause() instanceof SQLException why && !CLOSED.equals(why.getSQLState())) {
        throw why;
      }
      throw new SQLTransientConnectionException(shortage(), CANNOT_CONNECT, e);
    }
  }

  private String shortage() {
    int used = pool.getHikariPoolMXBean().getActiveConnections();
    int most = pool.getMaximumPoolSize();
    return used >= most
        ? "all %d connections are in use".formatted(most)
        : "there was no connection within %d s".formatted(pool.getConnectionTimeout() / 1_000);
  }

  /** Ends the connections, also those that a run which was given up still uses. */
  @Override
  public void close() {
    pool.close();
  }
}
