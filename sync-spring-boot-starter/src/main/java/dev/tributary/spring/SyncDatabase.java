package dev.tributary.spring;

import dev.tributary.api.ConnectionSource;
import java.util.Objects;

/**
 * The PostgreSQL that Tributary works with, in two ways to reach it. An application that defines a
 * bean of this type decides both.
 *
 * <p>It is no {@code DataSource}, so that nothing else of the application takes it for its own.
 */
public final class SyncDatabase implements AutoCloseable {
  private final ConnectionSource pooled;
  private final ConnectionSource direct;
  private final Runnable end;

  private SyncDatabase(ConnectionSource pooled, ConnectionSource direct, Runnable end) {
    this.pooled = Objects.requireNonNull(pooled, "pooled");
    this.direct = Objects.requireNonNull(direct, "direct");
    this.end = end;
  }

  /**
   * Connections that others own; closing ends none of them.
   *
   * @param pooled for runs and queries
   * @param direct a new connection each time, past any pool of the application, for the sessions
   *     that election and state hold on to
   */
  public static SyncDatabase of(ConnectionSource pooled, ConnectionSource direct) {
    return new SyncDatabase(pooled, direct, () -> {});
  }

  static SyncDatabase owning(ConnectionSource pooled, ConnectionSource direct, Runnable end) {
    return new SyncDatabase(pooled, direct, end);
  }

  public ConnectionSource pooled() {
    return pooled;
  }

  public ConnectionSource direct() {
    return direct;
  }

  /** Closes the pool if it is Tributary's own. */
  @Override
  public void close() {
    end.run();
  }
}
