package dev.tributary.server.health;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Says how a node is. It can do its duty while it reaches its database; everything else that a
 * person should know makes it degraded, with the reasons.
 */
public final class NodeHealth implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = 1_000_000_000L;
  private static final long PATIENCE_MILLIS = 1_500;

  private final NodeId node;
  private final ClusterName cluster;
  private final Optional<String> role;
  private final LongSupplier nanoTime;
  private final long started;
  private final ExecutorService questions =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "sync-health-look");
            thread.setDaemon(true);
            return thread;
          });

  // All guarded by this
  private Supplier<String> mode = () -> "starting";
  private Optional<LeaderElector> elector = Optional.empty();
  private Optional<ClusterLook> look = Optional.empty();
  private Optional<String> trouble = Optional.of("the node is starting");
  private Optional<ClusterLook.Seen> seen = Optional.empty();
  private Optional<Future<ClusterLook.Seen>> asking = Optional.empty();
  private long seenAt;

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

  /**
   * The node has its parts now.
   *
   * @param hears how the election hears of changes
   */
  public synchronized void serving(
      LeaderElector itsElector, Supplier<String> hears, ConnectionSource connections) {
    mode = hears;
    elector = Optional.of(itsElector);
    look = Optional.of(new ClusterLook(new Database(connections), cluster));
    trouble = Optional.empty();
  }

  /** The node cannot do its duty, or not any more. */
  public synchronized void notServing(String reason) {
    look = Optional.empty();
    trouble = Optional.of(reason);
  }

  /** As of now; the database is asked once a second at most. */
  public synchronized Report report() {
    lookAgain();
    Optional<Leadership> leads = elector.flatMap(LeaderElector::current);
    List<String> reasons = new ArrayList<>();
    trouble.ifPresent(reasons::add);
    seen.ifPresent(now -> addReasons(now, reasons));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", word(reasons));
    document.put("is_leader", leads.isPresent());
    document.put("leader_id", leaderId(leads));
    document.put("cluster_name", cluster.value());
    document.put("uptime_seconds", (nanoTime.getAsLong() - started) / 1_000_000_000L);
    document.put("last_sync", lastSync());
    document.put("node_id", node.value());
    document.put("role", role.orElse(null));
    document.put(
        "term", leads.map(l -> l.token().term()).orElse(seen.map(s -> s.term()).orElse(0L)));
    document.put("mode", mode.get());
    document.put("reasons", reasons);
    return new Report(trouble.isPresent() ? 503 : 200, document);
  }

  private void lookAgain() {
    if (look.isEmpty() || seen.isPresent() && nanoTime.getAsLong() - seenAt < LOOK_EVERY_NANOS) {
      return;
    }
    if (asking.isEmpty()) {
      asking = Optional.of(questions.submit(look.get()::now));
    }
    awaitAnswer(asking.get());
  }

  /** A database that does not answer must not make the health silent, too. */
  private void awaitAnswer(Future<ClusterLook.Seen> answer) {
    try {
      seen = Optional.of(answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
      seenAt = nanoTime.getAsLong();
      trouble = Optional.empty();
      asking = Optional.empty();
    } catch (TimeoutException e) {
      away("it does not answer");
    } catch (ExecutionException e) {
      away(e.getCause().getMessage());
      asking = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void away(String why) {
    trouble = Optional.of("the database is away: " + why);
    seen = Optional.empty();
  }

  private String word(List<String> reasons) {
    if (trouble.isPresent()) {
      return "unhealthy";
    }
    return reasons.isEmpty() ? "healthy" : "degraded";
  }

  private String leaderId(Optional<Leadership> leads) {
    return leads.isPresent() ? node.value() : seen.flatMap(ClusterLook.Seen::leader).orElse(null);
  }

  private String lastSync() {
    return seen.flatMap(ClusterLook.Seen::lastSync)
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS))
        .map(Instant::toString)
        .orElse(null);
  }

  private static void addReasons(ClusterLook.Seen now, List<String> reasons) {
    if (now.leader().isEmpty()) {
      reasons.add("no node leads the cluster");
    }
    add(now.late(), "clients are late", reasons);
    add(now.held(), "clients are on hold", reasons);
    add(now.conflicts(), "conflicts wait for a person", reasons);
    add(now.quarantined(), "rows are in quarantine", reasons);
  }

  private static void add(long count, String what, List<String> reasons) {
    if (count > 0) {
      reasons.add(what + ": " + count);
    }
  }

  @Override
  public void close() {
    questions.shutdownNow();
  }
}
