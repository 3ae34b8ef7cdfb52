package dev.tributary.api;

import dev.tributary.api.internal.FencedTerm;
import dev.tributary.api.internal.LeaseRow;
import dev.tributary.api.internal.LeaseRow.Mine;
import dev.tributary.api.internal.LeaseRow.NewLeader;
import dev.tributary.api.internal.LeaseView;
import dev.tributary.api.internal.PostgresFence;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes the lease row when asked and renews it on a daemon thread until it is closed. */
final class SingleLeaderElector implements LeaderElector {
  private static final System.Logger LOG = System.getLogger(SingleLeaderElector.class.getName());
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);
  private static final long DRAIN_SECONDS = 5;

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
    return term.map(t -> t.leadership).filter(FencedTerm::isValid).map(l -> l);
  }

  @Override
  public Leadership await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    while (true) {
      LeaseView rival = tryTake();
      Optional<Leadership> leads = current();
      if (leads.isPresent()) {
        return leads.get();
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new LeadershipLost(describe(rival));
      }
      new CountDownLatch(1).await(Math.min(left, 500_000_000L), TimeUnit.NANOSECONDS);
    }
  }

  private String describe(LeaseView rival) {
    return ("node %s leads cluster %s (term %d, %d s left on its lease); stop it, wait, or run this"
            + " through it")
        .formatted(rival.leader(), cluster, rival.term(), (rival.millisLeft() + 999) / 1000);
  }

  /** Returns what stands in the way, if it was not taken. */
  private synchronized LeaseView tryTake() {
    if (closed) {
      throw new ConfigurationInvalid("this elector is closed");
    }
    if (current().isPresent()) {
      return LeaseView.NONE;
    }
    try (Connection connection = connections.connect()) {
      LeaseView seen = LeaseRow.observe(connection, cluster);
      return seen.live() ? seen : take(connection);
    } catch (SQLException e) {
      if (LeaseRow.isLocked(e)) {
        return new LeaseView(0, Optional.empty(), "another process", 0, false, 1000);
      }
      throw LeaseRow.unavailable("take the lease of cluster " + cluster, e);
    }
  }

  private LeaseView take(Connection connection) throws SQLException {
    long asked = System.nanoTime();
    connection.setAutoCommit(false);
    try {
      LeaseView locked = LeaseRow.lock(connection, cluster, node);
      if (!locked.live()) {
        LeaseRow.takeOver(connection, cluster, locked, new NewLeader(node, holder, lease));
        FencingToken token =
            new FencingToken(LeaseRow.timeline(connection), locked.term() + 1, holder);
        connection.commit();
        begin(token, asked);
      }
      return locked;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void begin(FencingToken token, long asked) {
    Term taken = new Term(token);
    taken.leadership.trustUntil(trust(asked));
    term = Optional.of(taken);
    taken.renewer.start();
  }

  private long trust(long asked) {
    long margin = Math.max(Duration.ofSeconds(1).toNanos(), lease.toNanos() / 50);
    return asked + lease.toNanos() - margin;
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

  /** One term and the thread that renews it. */
  private final class Term {
    private final FencedTerm leadership;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread renewer;

    Term(FencingToken token) {
      this.leadership =
          new FencedTerm(cluster, token, new PostgresFence(node), connections, System::nanoTime);
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
        Mine mine = new Mine(cluster, leadership.token());
        if (LeaseRow.renew(connection, List.of(new LeaseRow.Renewal(mine, false)), lease)
            .isEmpty()) {
          leadership.end();
          return false;
        }
        leadership.trustUntil(trust(asked));
        return true;
      } catch (SQLException e) {
        return leadership.isValid();
      } catch (RuntimeException | Error e) {
        // An application's pool may fail in any way; the deadline says when it is too late.
        LOG.log(Level.WARNING, "the renewal of " + leadership + " failed in an unexpected way", e);
        return leadership.isValid();
      }
    }

    private void end() {
      leadership.end();
      try {
        if (drained()) {
          try (Connection connection = connections.connect()) {
            LeaseRow.release(connection, cluster, leadership.token());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SQLException | RuntimeException | Error e) {
        // The lease then ends by itself: that is what it is for.
        return;
      } finally {
        over.countDown();
      }
    }

    /** Work that is still running keeps the lease, renewed until the wait is over. */
    private boolean drained() throws InterruptedException {
      CountDownLatch idle = new CountDownLatch(1);
      leadership.whenIdle(idle::countDown);
      return idle.await(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
  }
}
