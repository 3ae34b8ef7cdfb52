package dev.tributary.server.health;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Says how a node is. It can do its duty while it reaches its database; everything else that a
 * person should know makes it degraded, with the reasons. An answer asks nobody: the database is
 * looked at every second, beside.
 */
public final class NodeHealth implements AutoCloseable {
  private final NodeId node;
  private final ClusterName cluster;
  private final Optional<String> role;
  private final LongSupplier nanoTime;
  private final long started;

  // All guarded by this
  private Supplier<String> mode = () -> "starting";
  private final List<Supplier<List<String>>> ownProblems = new ArrayList<>();
  private Optional<LeaderElector> elector = Optional.empty();
  private Optional<RepeatedLook> looks = Optional.empty();
  private Optional<String> trouble = Optional.of("the node is starting");

  public NodeHealth(
      NodeId node, ClusterName cluster, Optional<String> role, LongSupplier nanoTime) {
    this.node = node;
    this.cluster = cluster;
    this.role = role;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /**
   * One answer.
   *
   * @param status for HTTP
   * @param document in its order
   */
  public record Report(int status, Map<String, Object> document) {}

  /** Adds what of this process itself a person should know; asked with each answer. */
  public synchronized void ownProblems(Supplier<List<String>> problems) {
    ownProblems.add(problems);
  }

  /**
   * The node has its parts now.
   *
   * @param hears how the election hears of changes
   */
  public synchronized void serving(
      LeaderElector itsElector, Supplier<String> hears, ConnectionSource connections) {
    mode = hears;
    elector = Optional.of(itsElector);
    looks =
        Optional.of(
            RepeatedLook.begin(new ClusterLook(new Database(connections), cluster), nanoTime));
    trouble = Optional.empty();
  }

  /** The node cannot do its duty, or not any more. */
  public synchronized void notServing(String reason) {
    looks.ifPresent(RepeatedLook::close);
    looks = Optional.empty();
    trouble = Optional.of(reason);
  }

  /** As of now; what the database knows is a second old at most. */
  public synchronized Report report() {
    Optional<Leadership> leads = elector.flatMap(LeaderElector::current);
    Optional<String> bad = trouble.or(() -> looks.flatMap(RepeatedLook::trouble));
    Optional<ClusterLook.Seen> seen =
        bad.isPresent() ? Optional.empty() : looks.flatMap(RepeatedLook::seen);
    List<String> reasons = new ArrayList<>();
    bad.ifPresent(reasons::add);
    seen.ifPresent(now -> reasons.addAll(now.reasons()));
    if (leads.isPresent()) {
      reasons.remove(ClusterLook.NO_LEADER); // seen a moment before this node took the lead
    }
    ownProblems.forEach(own -> reasons.addAll(own.get()));
    String word = bad.isPresent() ? "unhealthy" : reasons.isEmpty() ? "healthy" : "degraded";
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", word);
    document.put("is_leader", leads.isPresent());
    document.put("leader_id", leaderId(leads, seen));
    document.put("cluster_name", cluster.value());
    document.put("uptime_seconds", uptime().toSeconds());
    document.put("last_sync", lastSync(seen));
    document.put("node_id", node.value());
    document.put("role", role.orElse(null));
    document.put("term", term(leads, seen));
    document.put("mode", mode.get());
    document.put("reasons", reasons);
    return new Report(bad.isPresent() ? 503 : 200, document);
  }

  /** Since the node began to start. */
  public Duration uptime() {
    return Duration.ofNanos(nanoTime.getAsLong() - started);
  }

  /** How many reasons there are to call it less than healthy. */
  public int reasons() {
    return ((List<?>) report().document().get("reasons")).size();
  }

  private String leaderId(Optional<Leadership> leads, Optional<ClusterLook.Seen> seen) {
    return leads.isPresent() ? node.value() : seen.flatMap(ClusterLook.Seen::leader).orElse(null);
  }

  private static long term(Optional<Leadership> leads, Optional<ClusterLook.Seen> seen) {
    return leads.map(l -> l.token().term()).orElse(seen.map(ClusterLook.Seen::term).orElse(0L));
  }

  private static String lastSync(Optional<ClusterLook.Seen> seen) {
    return seen.flatMap(ClusterLook.Seen::lastSync)
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS))
        .map(Instant::toString)
        .orElse(null);
  }

  @Override
  public synchronized void close() {
    looks.ifPresent(RepeatedLook::close);
  }
}
