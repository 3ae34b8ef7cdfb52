package dev.tributary.api.internal;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.FencingToken;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SqlFunction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One grant: a token, a deadline until which it may be believed, and the fence.
 *
 * <p>The deadline is on the clock of {@code nanoTime} and was measured from before the database was
 * asked, so it is never later than the lease.
 */
public final class FencedTerm implements Leadership {
  private final ClusterName cluster;
  private final FencingToken token;
  private final Fence fence;
  private final ConnectionSource connections;
  private final LongSupplier nanoTime;

  // Written only by the elector's thread
  private volatile long trustedUntil;
  private volatile boolean over;

  // Guarded by this
  private int running;
  // Guarded by this
  private final List<Runnable> whenIdle = new ArrayList<>();

  public FencedTerm(
      ClusterName cluster,
      FencingToken token,
      Fence fence,
      ConnectionSource connections,
      LongSupplier nanoTime) {
    this.cluster = cluster;
    this.token = token;
    this.fence = fence;
    this.connections = connections;
    this.nanoTime = nanoTime;
    this.trustedUntil = nanoTime.getAsLong();
  }

  /** Moves the deadline, also to an earlier time. */
  public void trustUntil(long nanos) {
    trustedUntil = nanos;
  }

  /** From now on invalid, for ever. Fenced transactions that run go on to their commit. */
  public void end() {
    over = true;
  }

  /**
   * Calls back once no {@link #callFenced} and no other work runs: at once, or on the thread of the
   * last.
   */
  public void whenIdle(Runnable then) {
    synchronized (this) {
      if (running > 0) {
        whenIdle.add(then);
        return;
      }
    }
    then.run();
  }

  @Override
  public FencingToken token() {
    return token;
  }

  @Override
  public ClusterName cluster() {
    return cluster;
  }

  @Override
  public boolean isValid() {
    return !over && trustedUntil - nanoTime.getAsLong() > 0;
  }

  @Override
  public Duration remaining() {
    long left = trustedUntil - nanoTime.getAsLong();
    return over || left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
  }

  @Override
  public void fence(Connection connection) {
    try {
      fence.prove(connection, cluster, token);
    } catch (SQLException e) {
      throw fence.failure("prove term " + token.term(), token, e);
    }
  }

  @Override
  public void commitFenced(Connection connection) {
    try {
      fence.commit(connection, cluster, token);
    } catch (SQLException e) {
      throw fence.failure("commit under term " + token.term(), token, e);
    }
  }

  @Override
  public <T> T callFenced(SqlFunction<T> body) {
    enter();
    try (Connection connection = connections.connect()) {
      return call(connection, body);
    } catch (SQLException e) {
      throw fence.failure("run a fenced transaction", token, e);
    } finally {
      leave();
    }
  }

  private <T> T call(Connection connection, SqlFunction<T> body) throws SQLException {
    try {
      fence.begin(connection, token);
      T result = body.apply(connection);
      commitFenced(connection);
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      abandon(connection, e);
      throw e;
    }
  }

  /**
   * The first failure is the one to tell: often the connection is broken, and this fails as well.
   */
  private static void abandon(Connection connection, Throwable first) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException e) {
      first.addSuppressed(e);
    }
  }

  /**
   * Begins work that {@link #whenIdle} waits for.
   *
   * @throws LeadershipLost when the term is over
   */
  public synchronized void enter() {
    if (!isValid()) {
      throw new LeadershipLost("term %d of cluster %s is over".formatted(token.term(), cluster));
    }
    running++;
  }

  /** Ends what {@link #enter} began. */
  public void leave() {
    List<Runnable> waiting;
    synchronized (this) {
      running--;
      if (running > 0) {
        return;
      }
      waiting = List.copyOf(whenIdle);
      whenIdle.clear();
    }
    waiting.forEach(Runnable::run);
  }

  @Override
  public String toString() {
    return "term %d of cluster %s".formatted(token.term(), cluster);
  }
}
