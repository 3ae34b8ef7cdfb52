package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.NodeId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Elects among nodes that share a PostgreSQL with the schema {@code sync_metadata}. It goes on by
 * itself from {@link #start} to {@link #close}, whatever the database does.
 *
 * <p>PostgreSQL is the only judge, and its clock the only one that counts. Who leads is written in
 * the lease row; that a leader which does not know better yet cannot commit, the fence makes sure
 * ({@link Leadership#callFenced}). Another node leads soon after this one stops (well under a
 * second), crashes (under a second) or falls silent (about five), and after the lease at the
 * latest.
 *
 * <p>Threads, all daemons: {@code sync-elector-, sync-lease-, sync-beacon-, sync-listen-<node>},
 * and {@code sync-leadership-<node>-<cluster>} while the listener is called.
 */
public final class PostgresLeaderElector implements LeaderElector {
  private final Elector elector;
  private final PostgresElections elections;

  PostgresLeaderElector(Elector elector, PostgresElections elections) {
    this.elector = elector;
    this.elections = elections;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins. Returns at once, whether or not the database can be reached. Does nothing the second
   * time.
   *
   * @throws ConfigurationInvalid after {@link #close}
   */
  public PostgresLeaderElector start() {
    elector.start();
    return this;
  }

  @Override
  public Optional<Leadership> current() {
    return elector.current();
  }

  @Override
  public Leadership await(Duration timeout) throws InterruptedException {
    return elector.await(timeout);
  }

  /**
   * Waits, for ever if need be, until this node leads, and runs the task on the calling thread. The
   * thread is interrupted when leadership is lost meanwhile, and the lease is not given up before
   * the task has ended.
   *
   * @throws LeadershipLost when leadership was lost before the task ended
   * @throws ConfigurationInvalid when this elector is closed while waiting
   */
  public void runAsLeader(Runnable task) throws InterruptedException {
    elector.runAsLeader(Objects.requireNonNull(task, "task"));
  }

  /** {@inheritDoc} Other nodes go first for 3 s. */
  @Override
  public void resign() {
    elector.resign(Duration.ofNanos(Rules.ASIDE));
  }

  /**
   * Resigns, stands aside for {@code patience}, and waits so long for another node to lead.
   *
   * @return the name of the node that leads now; empty when none came
   */
  public Optional<String> handOver(Duration patience) throws InterruptedException {
    return elector.handOver(patience);
  }

  /** The name of the node that holds the lease, as last seen; also when it is this one. */
  public Optional<String> leader() {
    return elector.leader();
  }

  /** How its questions were answered so far; costs nothing. */
  public ElectionCounts counts() {
    return elector.counts();
  }

  /** What the connections can do, as found out by the last canary. */
  public ElectionMode mode() {
    return elections.mode();
  }

  /** All that this node knows of the election. */
  ElectionState state() {
    return elector.state();
  }

  @Override
  public void close() {
    elector.close();
  }

  /**
   * Collects what an elector needs; {@code node}, {@code cluster} and {@code connections} must be.
   */
  public static final class Builder {
    private Optional<NodeId> node = Optional.empty();
    private Optional<ClusterName> cluster = Optional.empty();
    private Optional<ConnectionSource> connections = Optional.empty();
    private Optional<ConnectionSource> work = Optional.empty();
    private Optional<Duration> heartbeat = Optional.empty();
    private LeaseTimes times = LeaseTimes.STANDARD;
    private Eligibility eligibility = Eligibility.MAY_LEAD;
    private Duration drain = Duration.ofSeconds(10);
    private LeadershipListener listener = LeadershipListener.NONE;

    private Builder() {}

    /** The display name; two processes with one name are told apart all the same. */
    public Builder node(NodeId name) {
      node = Optional.of(name);
      return this;
    }

    public Builder cluster(ClusterName name) {
      cluster = Optional.of(name);
      return this;
    }

    /** Three are kept open, as {@link ElectionSettings#connections} says. */
    public Builder connections(ConnectionSource unpooled) {
      connections = Optional.of(unpooled);
      return this;
    }

    /** Where {@code callFenced} gets its connections; without it, where the others come from. */
    public Builder work(ConnectionSource pool) {
      work = Optional.of(pool);
      return this;
    }

    public Builder lease(LeaseTimes preset) {
      times = preset;
      return this;
    }

    /** A lease that is renewed three times in its life. */
    public Builder lease(Duration lease) {
      times = LeaseTimes.of(lease);
      return this;
    }

    public Builder heartbeat(Duration interval) {
      heartbeat = Optional.of(interval);
      return this;
    }

    public Builder eligibility(Eligibility value) {
      eligibility = value;
      return this;
    }

    /** How long {@code close()} lets running work keep the lease; 10 s. */
    public Builder drain(Duration patience) {
      drain = patience;
      return this;
    }

    public Builder listener(LeadershipListener value) {
      listener = value;
      return this;
    }

    public PostgresLeaderElector build() {
      ConnectionSource own = require(connections, "connections");
      ElectionSettings settings =
          new ElectionSettings(
              require(node, "node"),
              own,
              work.orElse(own),
              heartbeat.map(h -> new LeaseTimes(times.lease(), h)).orElse(times),
              eligibility,
              drain);
      return PostgresElections.of(settings).elector(require(cluster, "cluster"), listener);
    }

    public PostgresLeaderElector start() {
      return build().start();
    }

    private static <T> T require(Optional<T> value, String what) {
      return value.orElseThrow(
          () -> new ConfigurationInvalid("an elector needs " + what + ": say it to the builder"));
    }
  }
}
