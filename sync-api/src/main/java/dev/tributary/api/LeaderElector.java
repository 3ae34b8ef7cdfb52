package dev.tributary.api;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides which node of a cluster leads. The election runs by itself from {@code start} to {@link
 * #close()}, whatever the database does. All methods may be called from any thread.
 *
 * <p>Whoever does work that the fence cannot protect asks {@link #current()} again before each
 * step. An elector that can tell changes takes a {@link LeadershipListener} when it is built.
 */
public interface LeaderElector extends AutoCloseable {

  /**
   * The term of this process, if it leads now. Memory only. Empty also while the database is silent
   * for too long to be sure.
   */
  Optional<Leadership> current();

  /**
   * Waits until this node leads.
   *
   * @throws LeadershipLost when {@code timeout} ends first; the message names the node that leads
   * @throws TargetUnavailable when PostgreSQL cannot be asked
   * @throws InterruptedException when the thread is interrupted
   */
  Leadership await(Duration timeout) throws InterruptedException;

  /**
   * Gives leadership up, if it is held, and lets other nodes know; this node may be elected again
   * later. When it returns {@link #current()} was empty.
   */
  void resign();

  /**
   * Ends the election: waits for running fenced transactions and listeners, resigns, stops all
   * threads. The wait is bounded; work that does not end keeps the lease from being given up, which
   * then runs out by itself. Does nothing the second time.
   */
  @Override
  void close();

  /**
   * The elector of a process that expects no rival: it takes the cluster's real lease row with a
   * real term when asked, renews it, and respects the live lease of another node. It does not wait
   * for its turn in the background. Its one daemon thread is named {@code sync-lease-<node>}.
   *
   * @param lease how long a term lives without renewal; at least 5 s
   */
  static LeaderElector single(
      NodeId node, ClusterName cluster, ConnectionSource connections, Duration lease) {
    return new SingleLeaderElector(node, cluster, connections, lease);
  }

  /** {@link #single(NodeId, ClusterName, ConnectionSource, Duration)} with a lease of 60 s. */
  static LeaderElector single(NodeId node, ClusterName cluster, ConnectionSource connections) {
    return single(node, cluster, connections, Duration.ofSeconds(60));
  }
}
