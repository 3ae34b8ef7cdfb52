package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.core.internal.schedule.ClientRuns;
import dev.tributary.core.internal.schedule.HostEntry;
import dev.tributary.core.internal.schedule.ScheduleParts;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs the clients of a cluster when they are due, and does the jobs that others asked for, while
 * this node leads. A follower only says that it is there.
 *
 * <p>The schedule is what stands in {@code client_deployments}; whoever changes it there is heard
 * within the poll. Every write is fenced by the term in which it was decided.
 *
 * <p>It owns its threads, all daemons: {@code sync-schedule-<node>}, {@code sync-lane<n>-<node>},
 * {@code sync-look-<node>}, {@code sync-heartbeat-<node>}. It owns neither engine nor elector nor
 * connections: close it before them.
 */
public final class SyncScheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncScheduler.class);

  private final ScheduleParts parts;
  private final ScheduleSettings settings;
  // Guarded by this
  private State state = State.NEW;

  private enum State {
    NEW,
    STARTED,
    CLOSED
  }

  /**
   * @param connections each lane uses what a run uses, the scheduler itself two more
   * @param elector of the same cluster as the engine's
   */
  public SyncScheduler(
      ConnectionSource connections,
      LeaderElector elector,
      MirrorEngine engine,
      NodeDescription self,
      ScheduleSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.parts =
        new ScheduleParts(
            Objects.requireNonNull(connections, "connections"),
            Objects.requireNonNull(elector, "elector"),
            new EngineRuns(Objects.requireNonNull(engine, "engine"), settings.restores()),
            entry(self),
            new ScheduleParts.Numbers(
                settings.lanes(), settings.poll(), settings.heartbeat(), settings.silence()));
  }

  private static HostEntry entry(NodeDescription self) {
    return new HostEntry(
        self.node(),
        self.cluster(),
        self.machine(),
        UUID.randomUUID().toString(),
        self.address(),
        self.apiUrl(),
        self.version());
  }

  /** Starts its threads. Does nothing the second time, and nothing after {@link #close()}. */
  public synchronized void start() {
    if (state == State.NEW) {
      state = State.STARTED;
      parts.start();
    }
  }

  /** Look now: leadership was gained or lost, or somebody asked for a job. Never waits. */
  public void wake() {
    parts.wake();
  }

  /** What it does now, and how it went so far. */
  public SchedulerStatus status() {
    return new SchedulerStatus(parts.running(), parts.waiting(), parts.passes(), parts.failures());
  }

  /**
   * Where another process runs that serves under this node's name, in words; heard of within two
   * heartbeats. Never do both write, since each draws a holder of its own for the lease; but nobody
   * can tell them apart by name.
   */
  public Optional<String> namesake() {
    return parts.namesake();
  }

  /**
   * Begins nothing more and waits for the runs under way, as long as the settings say; a run that
   * takes longer is interrupted, and writes nothing once the term is over. May be called twice, and
   * before {@link #start()}.
   */
  @Override
  public synchronized void close() {
    State before = state;
    state = State.CLOSED;
    if (before != State.STARTED) {
      return;
    }
    parts.stopTaking();
    try {
      if (!parts.drain(settings.drain())) {
        LOG.warn("runs that did not end within {} were interrupted", settings.drain());
      }
      parts.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SyncException e) {
      LOG.warn("this node could not say that it ends: {}", e.getMessage());
    }
  }

  /** The engine as the scheduler uses it: for jobs that are recorded already. */
  private record EngineRuns(MirrorEngine engine, Optional<Path> restores) implements ClientRuns {
    @Override
    public SyncReport sync(SyncRequest request, UUID job) {
      return engine.sync(request, Optional.of(job));
    }

    @Override
    public VerifyReport repair(ClientName client, Path source, UUID job) {
      return engine.verify(client, source, VerifyMode.REPAIR, Optional.of(job));
    }

    @Override
    public VerifyReport check(ClientName client, Path source) {
      return engine.verify(client, source, VerifyMode.REPORT);
    }

    @Override
    public RestoreReport restore(ClientName client, Path file) {
      Path wanted = file.normalize();
      if (restores.filter(wanted::startsWith).isEmpty()) {
        throw new ConfigurationInvalid(
            "this node restores by jobs only below %s, not to %s"
                .formatted(restores.map(Path::toString).orElse("a folder that it was told"), file));
      }
      return engine.restore(client, wanted);
    }

    @Override
    public void unchanged(Set<ClientName> clients) {
      engine.unchanged(clients);
    }
  }
}
