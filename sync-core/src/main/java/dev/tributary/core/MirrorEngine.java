package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncPlan;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.core.internal.restore.FileRestore;
import dev.tributary.core.internal.run.EngineParts;
import dev.tributary.core.internal.run.EngineSettings;
import dev.tributary.core.internal.run.PlanRun;
import dev.tributary.core.internal.run.RunNews;
import dev.tributary.core.internal.run.SyncRun;
import dev.tributary.core.internal.verify.FileVerify;
import dev.tributary.core.internal.verify.RepairRight;
import dev.tributary.core.internal.verify.VerifyParts;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.function.Supplier;

/**
 * The engine that mirrors SQLite files into PostgreSQL. It works on the threads of its callers.
 *
 * <p>It does not own the connections or the elector that it was given; closing it closes neither.
 */
public final class MirrorEngine implements SyncEngine {
  private final EngineSettings settings;
  private final EngineParts parts;
  private final RunNews news;
  private final Set<ClientName> busy = ConcurrentHashMap.newKeySet();
  private final Phaser running = new Phaser(1);

  private MirrorEngine(EngineSettings settings) {
    this.settings = settings;
    this.parts = EngineParts.of(settings);
    this.news = new RunNews(settings.listener(), parts.nanoTime());
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public SyncReport sync(SyncRequest request) {
    return sync(request, Optional.empty());
  }

  /**
   * Syncs for a job that was recorded before.
   *
   * @param job the running job of this term that the run is to carry on
   */
  SyncReport sync(SyncRequest request, Optional<UUID> job) {
    SyncRun run = new SyncRun(settings, parts, request, job);
    return exclusively(request.client(), () -> news.of(request.client(), run::run));
  }

  /** Hears of clients that a schedule found unchanged. */
  void unchanged(Set<ClientName> clients) {
    news.unchanged(clients);
  }

  @Override
  public SyncPlan plan(SyncRequest request) {
    return new PlanRun(parts.snapshots(), request).run();
  }

  @Override
  public VerifyReport verify(ClientName client, Path source, VerifyMode mode) {
    return verify(client, source, mode, Optional.empty());
  }

  /** Verifies for a job that was recorded before, as {@link #sync(SyncRequest, Optional)}. */
  VerifyReport verify(ClientName client, Path source, VerifyMode mode, Optional<UUID> job) {
    FileVerify verify = new FileVerify(verifyParts(), repairRight(), parts.nanoTime());
    return exclusively(client, () -> verify.verify(client, source, mode, job));
  }

  private VerifyParts verifyParts() {
    return new VerifyParts(
        settings.connections(),
        parts.clients(),
        parts.tables(),
        parts.snapshots(),
        settings.dataDirectory(),
        settings.limits().maxCellBytes());
  }

  private RepairRight repairRight() {
    return new RepairRight(settings.elector(), settings.limits().leaderWait(), parts.jobs());
  }

  @Override
  public RestoreReport restore(ClientName client, Path target) {
    FileRestore restore =
        new FileRestore(settings.connections(), parts.clients(), parts.tables(), parts.nanoTime());
    return exclusively(client, () -> restore.restore(client, target));
  }

  private <T> T exclusively(ClientName client, Supplier<T> work) {
    if (running.register() < 0) {
      throw new ConfigurationInvalid("this engine is closed");
    }
    try {
      if (!busy.add(client)) {
        throw new TargetUnavailable("a run of client " + client + " is under way in this process");
      }
      try {
        return work.get();
      } finally {
        busy.remove(client);
      }
    } finally {
      running.arriveAndDeregister();
    }
  }

  /** Waits for the runs under way; later calls fail. */
  @Override
  public void close() {
    if (!running.isTerminated()) {
      running.arriveAndDeregister();
      running.awaitAdvance(0);
    }
  }

  /** Collects what an engine works with. All but the listener is required. */
  public static final class Builder {
    private ConnectionSource connections;
    private LeaderElector elector;
    private ClusterName cluster;
    private Path dataDirectory;
    private SyncListener listener = SyncListener.NONE;
    private ConflictPolicy conflicts = ConflictPolicy.always(ConflictResolver.holdAll());
    private EngineSettings.Limits limits = EngineSettings.Limits.defaults();

    private Builder() {}

    /** Where to write. Each run uses one connection, an initial load up to three. */
    public Builder connections(ConnectionSource value) {
      connections = value;
      return this;
    }

    /** Who grants the right to write; must be an elector of {@link #cluster}. */
    public Builder elector(LeaderElector value) {
      elector = value;
      return this;
    }

    public Builder cluster(ClusterName value) {
      cluster = value;
      return this;
    }

    /** For private copies and the local index. All of it may be lost at any time. */
    public Builder dataDirectory(Path value) {
      dataDirectory = value;
      return this;
    }

    public Builder listener(SyncListener value) {
      listener = value;
      return this;
    }

    /**
     * Who decides when others changed a row that the app changed, too. Where nobody is named, all
     * such rows wait for a person.
     */
    public Builder conflicts(ConflictPolicy value) {
      conflicts = value;
      return this;
    }

    /** The same resolver for every client. */
    public Builder resolver(ConflictResolver value) {
      return conflicts(ConflictPolicy.always(value));
    }

    /** For tests. */
    Builder limits(EngineSettings.Limits value) {
      limits = value;
      return this;
    }

    public MirrorEngine open() {
      return new MirrorEngine(
          new EngineSettings(
              Objects.requireNonNull(connections, "connections"),
              Objects.requireNonNull(elector, "elector"),
              Objects.requireNonNull(cluster, "cluster"),
              Objects.requireNonNull(dataDirectory, "dataDirectory"),
              listener,
              conflicts,
              limits));
    }
  }
}
