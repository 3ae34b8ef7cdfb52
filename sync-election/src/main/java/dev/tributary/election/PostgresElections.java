package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.internal.LeaseRow.NewLeader;
import dev.tributary.api.internal.PostgresFence;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Any number of elections of one node over the same three connections and four threads; all their
 * heartbeats are one statement. The connections are opened with the first election and closed with
 * the last; afterwards another object is needed.
 */
public final class PostgresElections {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  private final ElectorRuntime runtime;
  private final PostgresSignals signals;

  private PostgresElections(ElectionSettings settings) {
    Objects.requireNonNull(settings, "settings");
    LongSupplier clock = ElectorRuntime.newClock();
    UUID holder = UUID.randomUUID();
    Duration lease = settings.times().lease();
    PostgresLeases leases =
        new PostgresLeases(
            settings.connections(), new NewLeader(settings.node(), holder, lease), silence(lease));
    ElectorThread elector = new ElectorThread(clock);
    LeaseWorker worker = new LeaseWorker(leases, elector, clock);
    signals =
        new PostgresSignals(
            settings.connections(),
            settings.node(),
            elector,
            clock,
            new PostgresSignals.ControlLine(leases, worker));
    runtime =
        new ElectorRuntime(
            new ElectorRuntime.Identity(
                settings.node(),
                holder,
                settings.eligibility(),
                settings.times(),
                settings.drain()),
            new ElectorRuntime.Terms(new PostgresFence(settings.node()), settings.work()),
            new ElectorRuntime.Parts(clock, elector, worker, signals));
  }

  private static Duration silence(Duration lease) {
    Duration third = lease.dividedBy(3);
    return third.compareTo(LONGEST_SILENCE) < 0 ? third : LONGEST_SILENCE;
  }

  public static PostgresElections of(ElectionSettings settings) {
    return new PostgresElections(settings);
  }

  /** An election that begins with {@link PostgresLeaderElector#start}. */
  public PostgresLeaderElector elector(ClusterName cluster, LeadershipListener listener) {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(listener, "listener");
    return new PostgresLeaderElector(runtime.elector(cluster, listener), this);
  }

  /** What the connections can do, as found out by the last canary. */
  public ElectionMode mode() {
    return signals.mode();
  }
}
