package dev.tributary.server.node;

import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.NodeDescription;
import dev.tributary.core.ScheduleSettings;
import dev.tributary.core.SyncScheduler;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.health.HealthServer;
import dev.tributary.server.health.NodeHealth;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: it puts the parts together, starts them in their order, and ends them in the opposite
 * one. A database that is away at the start is waited for.
 */
public final class TributaryNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TributaryNode.class);
  private static final long LOOK_AGAIN_SECONDS = 1;

  private final NodeSettings settings;
  private final String version;
  private final ConflictPolicy conflicts;
  private final Consumer<DatabaseUrl> check;
  private final NodeHealth health;
  private final AtomicReference<Runnable> wake = new AtomicReference<>(() -> {});
  private final AtomicReference<NodeElection> election = new AtomicReference<>();
  private final CountDownLatch ending = new CountDownLatch(1);

  // Guarded by this
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /**
   * @param check fails when the database is away, or not fit for a node
   */
  public TributaryNode(
      NodeSettings settings,
      String version,
      ConflictPolicy conflicts,
      Consumer<DatabaseUrl> check) {
    this.settings = settings;
    this.version = version;
    this.conflicts = conflicts;
    this.check = check;
    this.health =
        new NodeHealth(
            settings.node(),
            settings.cluster(),
            settings.role().map(NodeRole::word),
            this::mode,
            System::nanoTime);
  }

  private String mode() {
    NodeElection elects = election.get();
    return elects == null ? "starting" : elects.mode();
  }

  /**
   * Starts, or undoes what it had started.
   *
   * @throws dev.tributary.api.ConfigurationInvalid when a person must change something first
   * @return the port that health is answered on
   */
  public int start() throws InterruptedException {
    try {
      HealthServer http = HealthServer.start(settings.port(), health);
      opened(health);
      opened(http);
      awaitDatabase();
      serve(http.port());
      return http.port();
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private void awaitDatabase() throws InterruptedException {
    String said = "";
    while (true) {
      try {
        check.accept(settings.database());
        return;
      } catch (TargetUnavailable e) {
        health.notServing("the database is away: " + e.getMessage());
        if (!said.equals(e.getMessage())) {
          said = e.getMessage();
          LOG.warn("waiting for the database: {}", said);
        }
        if (ending.await(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
          throw new InterruptedException("ended while waiting for the database");
        }
      }
    }
  }

  private void serve(int port) {
    DatabaseUrl url = settings.database().with("socketFactory", KeptAliveSockets.class.getName());
    NodePool pool = opened(NodePool.open(url, settings.node(), settings.workers()));
    ConnectionSource connections = pool.connections();
    NodeElection elects = opened(NodeElection.start(settings, connections, () -> wake.get().run()));
    election.set(elects);
    LeaderElector elector = elects.elector();
    MirrorEngine engine =
        opened(
            MirrorEngine.builder()
                .connections(connections)
                .elector(elector)
                .cluster(settings.cluster())
                .dataDirectory(settings.directory().resolve("engine"))
                .conflicts(conflicts)
                .open());
    SyncScheduler scheduler =
        opened(
            new SyncScheduler(
                connections,
                elector,
                engine,
                description(port),
                ScheduleSettings.defaults()
                    .withLanes(settings.workers())
                    .withHeartbeat(settings.heartbeat())));
    wake.set(scheduler::wake);
    scheduler.start();
    opened(NodeState.open(settings, connections, scheduler::wake));
    health.serving(elector, connections);
    LOG.info(
        "node {} serves cluster {}, health at http://127.0.0.1:{}/health",
        settings.node(),
        settings.cluster(),
        port);
  }

  private NodeDescription description(int port) {
    return new NodeDescription(
        settings.node(),
        settings.cluster(),
        settings.machine(),
        address(),
        Optional.of("http://127.0.0.1:" + port),
        version);
  }

  private static Optional<String> address() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostAddress());
    } catch (UnknownHostException e) {
      return Optional.empty(); // a host without an entry of its own
    }
  }

  private synchronized <T extends AutoCloseable> T opened(T part) {
    started.push(part);
    return part;
  }

  /**
   * Lets the runs under way end, gives leadership up, and stops everything. May be called twice,
   * and while it starts.
   */
  @Override
  public void close() {
    ending.countDown();
    health.notServing("the node is ending");
    for (Optional<AutoCloseable> next = pop(); next.isPresent(); next = pop()) {
      end(next.get());
    }
  }

  private synchronized Optional<AutoCloseable> pop() {
    return Optional.ofNullable(started.poll());
  }

  private static void end(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not end well: {}", part.getClass().getSimpleName(), e.getMessage());
    }
  }
}
