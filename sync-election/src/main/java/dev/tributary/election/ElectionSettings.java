package dev.tributary.election;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.NodeId;
import java.time.Duration;
import java.util.Objects;

/**
 * How a node takes part in elections on PostgreSQL.
 *
 * @param connections three of these are kept open: for leases, for beacons, for notifications. They
 *     should not come from the application's pool, which may be exhausted just when it matters, and
 *     should give up on a silent host; {@link DirectConnections} does both
 * @param work where {@code callFenced} gets its connections; a pool is right here
 * @param drain how long {@code close()} and {@code resign()} let running work keep the lease;
 *     afterwards it is not given up but runs out
 */
public record ElectionSettings(
    NodeId node,
    ConnectionSource connections,
    ConnectionSource work,
    LeaseTimes times,
    Eligibility eligibility,
    Duration drain) {

  public ElectionSettings {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(work, "work");
    Objects.requireNonNull(times, "times");
    Objects.requireNonNull(eligibility, "eligibility");
    Objects.requireNonNull(drain, "drain");
    if (drain.isNegative() || drain.compareTo(Duration.ofHours(1)) > 0) {
      throw new ConfigurationInvalid("drain of %s: must be 0 to 1 h".formatted(drain));
    }
  }

  /** A lease of 60 s, a node that may lead, and 10 s for work to end. */
  public static ElectionSettings of(NodeId node, ConnectionSource connections) {
    return new ElectionSettings(
        node,
        connections,
        connections,
        LeaseTimes.STANDARD,
        Eligibility.MAY_LEAD,
        Duration.ofSeconds(10));
  }

  public ElectionSettings withWork(ConnectionSource pool) {
    return new ElectionSettings(node, connections, pool, times, eligibility, drain);
  }

  public ElectionSettings withTimes(LeaseTimes other) {
    return new ElectionSettings(node, connections, work, other, eligibility, drain);
  }

  public ElectionSettings withEligibility(Eligibility other) {
    return new ElectionSettings(node, connections, work, times, other, drain);
  }

  public ElectionSettings withDrain(Duration other) {
    return new ElectionSettings(node, connections, work, times, eligibility, other);
  }
}
