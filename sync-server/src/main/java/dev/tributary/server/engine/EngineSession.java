package dev.tributary.server.engine;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.SeenJob;
import dev.tributary.core.SyncJobs;
import dev.tributary.server.database.ClientRows;
import dev.tributary.server.database.Target;
import java.nio.file.Path;
import java.util.function.Consumer;

/** An engine for one command: it leads its cluster while it writes, and leaves nothing behind. */
public final class EngineSession implements AutoCloseable {
  private final Target target;
  private final LeaderElector elector;
  private final SyncEngine engine;
  private final SyncJobs jobs;
  private final HandOff handOff;
  private final ClientRows rows;

  private EngineSession(
      Target target,
      LeaderElector elector,
      SyncEngine engine,
      SyncJobs jobs,
      HandOff handOff,
      ClientRows rows) {
    this.target = target;
    this.elector = elector;
    this.engine = engine;
    this.jobs = jobs;
    this.handOff = handOff;
    this.rows = rows;
  }

  /** Takes the target over, also when it fails. Conflicts go by the built-in rules. */
  public static EngineSession open(
      Target target, ClusterName cluster, NodeId node, Path directory, SyncListener listener) {
    return open(
        target, cluster, node, directory, listener, ConfiguredConflicts.builtIn(), line -> {});
  }

  /**
   * Takes the target over, also when it fails.
   *
   * @param says hears who does the work
   */
  public static EngineSession open(
      Target target,
      ClusterName cluster,
      NodeId node,
      Path directory,
      SyncListener listener,
      ConflictPolicy conflicts,
      Consumer<String> says) {
    LeaderElector elector = LeaderElector.single(node, cluster, target.connections());
    try {
      SyncEngine engine =
          MirrorEngine.builder()
              .connections(target.connections())
              .elector(elector)
              .cluster(cluster)
              .dataDirectory(directory.resolve("engine"))
              .listener(listener)
              .conflicts(conflicts)
              .open();
      SyncJobs jobs = new SyncJobs(target.connections(), cluster);
      HandOff handOff = new HandOff(jobs, listener, says, System::nanoTime);
      ClientRows rows = new ClientRows(target.connections(), cluster);
      return new EngineSession(target, elector, engine, jobs, handOff, rows);
    } catch (RuntimeException e) {
      elector.close();
      target.close();
      throw e;
    }
  }

  /** For what only reads. What writes goes through the methods below. */
  public SyncEngine engine() {
    return engine;
  }

  /**
   * The file that a client is registered with.
   *
   * @throws dev.tributary.api.UnknownClient when there is none of this name
   */
  public Path registeredFile(ClientName client) {
    return rows.file(client);
  }

  /** Tells who leads, and asks for runs. */
  public SyncJobs jobs() {
    return jobs;
  }

  /** One sync, by the node that leads, or else by this process. */
  public SyncReport sync(SyncRequest request) {
    return handOff.run(
        new HandOff.Errand<>(
            request.client(),
            id -> jobs.sync(id, request),
            SeenJob::syncReport,
            () -> engine.sync(request)));
  }

  /** As {@link #sync}, or what runs or waits already for the same client. */
  public SyncReport trigger(SyncRequest request) {
    return handOff.run(
        new HandOff.Errand<>(
            request.client(),
            id -> jobs.trigger(id, request.client(), request.mode(), request.triggeredBy()),
            SeenJob::syncReport,
            () -> engine.sync(request)));
  }

  /** A verification that writes what differs, by the node that leads, or else by this process. */
  public VerifyReport repair(ClientName client, Path source) {
    return handOff.run(
        new HandOff.Errand<>(
            client,
            id -> jobs.repair(id, client, source),
            SeenJob::verifyReport,
            () -> engine.verify(client, source, VerifyMode.REPAIR)));
  }

  /** Works for an interrupted thread as well: its lease has to be given back all the same. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try (target;
        elector;
        engine) {
      // closed in this order: engine, elector, target, each also when the one before failed
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
