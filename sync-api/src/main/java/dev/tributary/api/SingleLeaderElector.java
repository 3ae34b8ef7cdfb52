package dev.tributary.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes the lease row when asked and renews it on a daemon thread until it is closed. */
final class SingleLeaderElector implements LeaderElector {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);

  private final NodeId node;
  private final ClusterName cluster;
  private final ConnectionSource connections;
  private final Duration lease;
  private final UUID holder = UUID.randomUUID();

  // Written under the lock of this; read without it, since that may be held during a query
  private volatile Optional<Term> term = Optional.empty();
  // Guarded by this
  private boolean closed;

  SingleLeaderElector(
      NodeId node, ClusterName cluster, ConnectionSource connections, Duration lease) {
    this.node = Objects.requireNonNull(node, "node");
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.connections = Objects.requireNonNull(connections, "connections");
    this.lease = Objects.requireNonNull(lease, "lease");
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new ConfigurationInvalid("lease of %s is too short: at least 5 s".formatted(lease));
    }
  }

  @Override
  public Optional<Leadership> current() {
    return term.filter(Term::isValid).map(t -> t);
  }

  @Override
  public Leadership await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Optional<Leadership> leads = current();
      if (leads.isPresent()) {
        return leads.get();
      }
      LeaseRow.Observed seen = tryTake();
      if (seen.taken()) {
        return current().orElseThrow(() -> new LeadershipLost("lease ended while it was taken"));
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new LeadershipLost(seen.describe(cluster));
      }
      new CountDownLatch(1).await(Math.min(left, 500_000_000L), TimeUnit.NANOSECONDS);
    }
  }

  private synchronized LeaseRow.Observed tryTake() {
    if (closed) {
      throw new ConfigurationInvalid("this elector is closed");
    }
    if (current().isPresent()) {
      return LeaseRow.Observed.takenMeanwhile(node);
    }
    long asked = System.nanoTime();
    try (Connection connection = connections.connect()) {
      LeaseRow.Observed seen = LeaseRow.take(connection, cluster, node, holder, lease);
      if (seen.taken()) {
        FencingToken token = new FencingToken(seen.timeline(), seen.term(), holder);
        Term taken = new Term(token, asked + lease.toNanos() - margin());
        term = Optional.of(taken);
        taken.renewer.start();
      }
      return seen;
    } catch (SQLException e) {
      throw LeaseRow.unavailable("take the lease of cluster " + cluster, e);
    }
  }

  private long margin() {
    return Math.max(Duration.ofSeconds(1).toNanos(), lease.toNanos() / 50);
  }

  @Override
  public void resign() {
    Optional<Term> over;
    synchronized (this) {
      over = term;
      term = Optional.empty();
    }
    over.ifPresent(Term::end);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    resign();
  }

  /** One term: its trust deadline, its renewal thread, its fence. */
  private final class Term implements Leadership {
    private final FencingToken token;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread renewer;
    // Written only by the renewal thread
    private volatile long trustedUntil;

    Term(FencingToken token, long trustedUntil) {
      this.token = token;
      this.trustedUntil = trustedUntil;
      this.renewer = new Thread(this::renewUntilOver, "sync-lease-" + node);
      this.renewer.setDaemon(true);
    }

    private void renewUntilOver() {
      try {
        while (!over.await(lease.toMillis() / 3, TimeUnit.MILLISECONDS) && renewOnce()) {
          // the work is in the condition
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** False when the row says that the term is over. A database that is away is asked again. */
    private boolean renewOnce() {
      long asked = System.nanoTime();
      try (Connection connection = connections.connect()) {
        if (!LeaseRow.renew(connection, cluster, token, lease)) {
          trustedUntil = asked;
          return false;
        }
        trustedUntil = asked + lease.toNanos() - margin();
        return true;
      } catch (SQLException e) {
        return isValid();
      }
    }

    private void end() {
      trustedUntil = System.nanoTime();
      over.countDown();
      try {
        renewer.join(TimeUnit.SECONDS.toMillis(5));
        try (Connection connection = connections.connect()) {
          LeaseRow.release(connection, cluster, token);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SQLException e) {
        // The lease then ends by itself: that is what it is for.
        return;
      }
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
      return over.getCount() > 0 && trustedUntil - System.nanoTime() > 0;
    }

    @Override
    public Duration remaining() {
      return isValid()
          ? Duration.ofNanos(Math.max(0, trustedUntil - System.nanoTime()))
          : Duration.ZERO;
    }

    @Override
    public void fence(Connection connection) {
      try (PreparedStatement proof =
          connection.prepareStatement("SELECT sync_metadata.fence(?, ?, ?)")) {
        proof.setString(1, cluster.value());
        proof.setLong(2, token.term());
        proof.setObject(3, token.holder());
        try (ResultSet row = proof.executeQuery()) {
          row.next();
        }
      } catch (SQLException e) {
        throw LeaseRow.fenceFailed(token, e);
      }
    }

    @Override
    public void commitFenced(Connection connection) {
      // One message: the names are checked (ClusterName) and the rest are numbers.
      String proofAndCommit =
          "SELECT sync_metadata.fence('%s', %d, '%s'); COMMIT"
              .formatted(cluster.value(), token.term(), token.holder());
      try (Statement statement = connection.createStatement()) {
        statement.execute(proofAndCommit);
      } catch (SQLException e) {
        throw LeaseRow.fenceFailed(token, e);
      }
    }

    @Override
    public <T> T callFenced(SqlFunction<T> body) {
      check();
      try (Connection connection = connections.connect()) {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
          T result = body.apply(connection);
          commitFenced(connection);
          done = true;
          return result;
        } finally {
          if (!done) {
            connection.rollback();
          }
          connection.setAutoCommit(true);
        }
      } catch (SQLException e) {
        throw LeaseRow.unavailable("run a fenced transaction", e);
      }
    }
  }
}
