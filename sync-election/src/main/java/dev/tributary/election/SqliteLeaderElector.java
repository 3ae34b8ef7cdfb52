package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.NodeId;
import dev.tributary.api.internal.LeaseRow.NewLeader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Elects among processes of one host that share a SQLite file. The fence protects transactions on
 * that same file. Whoever dies is succeeded when his lease runs out; whoever stops, within about a
 * second.
 *
 * <p>The host's clock decides. A clock that jumps forward lets a lease run out early; the fence
 * keeps the writes right all the same. Not for files on a network: SQLite's locks do not work
 * there.
 */
public final class SqliteLeaderElector implements LeaderElector {
  private final Elector elector;

  private SqliteLeaderElector(Elector elector) {
    this.elector = elector;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Begins, and makes the tables if they are not there. Does nothing the second time. */
  public SqliteLeaderElector start() {
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

  /** As {@link PostgresLeaderElector#runAsLeader}. */
  public void runAsLeader(Runnable task) throws InterruptedException {
    elector.runAsLeader(Objects.requireNonNull(task, "task"));
  }

  /** {@inheritDoc} Other nodes go first for 3 s. */
  @Override
  public void resign() {
    elector.resign(Duration.ofNanos(Rules.ASIDE));
  }

  /** The name of the node that holds the lease, as last seen; also when it is this one. */
  public Optional<String> leader() {
    return elector.leader();
  }

  /** How its questions were answered so far; costs nothing. */
  public ElectionCounts counts() {
    return elector.counts();
  }

  @Override
  public void close() {
    elector.close();
  }

  /** Collects what an elector needs; {@code node}, {@code cluster} and the file must be given. */
  public static final class Builder {
    private Optional<NodeId> node = Optional.empty();
    private Optional<ClusterName> cluster = Optional.empty();
    private Optional<ConnectionSource> connections = Optional.empty();
    private LeaseTimes times = LeaseTimes.FAST;
    private Eligibility eligibility = Eligibility.MAY_LEAD;
    private Duration drain = Duration.ofSeconds(10);
    private LeadershipListener listener = LeadershipListener.NONE;

    private Builder() {}

    public Builder node(NodeId name) {
      node = Optional.of(name);
      return this;
    }

    public Builder cluster(ClusterName name) {
      cluster = Optional.of(name);
      return this;
    }

    /** The file that holds the lease; made if it is not there. */
    public Builder file(Path path) {
      String url = "jdbc:sqlite:" + path + "?busy_timeout=2000";
      return connections(() -> DriverManager.getConnection(url));
    }

    /** Connections to the file that holds the lease; one is kept open. */
    public Builder connections(ConnectionSource source) {
      connections = Optional.of(source);
      return this;
    }

    /** {@link LeaseTimes#FAST} if nothing is said. */
    public Builder lease(LeaseTimes preset) {
      times = preset;
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

    public SqliteLeaderElector build() {
      ConnectionSource file = require(connections, "a file or connections");
      NodeId name = require(node, "a node");
      UUID holder = UUID.randomUUID();
      LongSupplier clock = ElectorRuntime.newClock();
      ElectorThread thread = new ElectorThread(clock);
      Leases leases = new SqliteLeases(file, new NewLeader(name, holder, times.lease()));
      LeaseWorker worker = new LeaseWorker(leases, thread, clock);
      ElectorRuntime runtime =
          new ElectorRuntime(
              new ElectorRuntime.Identity(name, holder, eligibility, times, drain),
              new ElectorRuntime.Terms(new SqliteFence(), file),
              new ElectorRuntime.Parts(clock, thread, worker, Signals.NONE));
      return new SqliteLeaderElector(runtime.elector(require(cluster, "a cluster"), listener));
    }

    public SqliteLeaderElector start() {
      return build().start();
    }

    private static <T> T require(Optional<T> value, String what) {
      return value.orElseThrow(
          () -> new ConfigurationInvalid("an elector needs " + what + ": say it to the builder"));
    }
  }
}
