package dev.tributary.server.node;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncException;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.connection.OpenWay;
import dev.tributary.server.health.DiskLook;
import dev.tributary.server.health.NodeHealth;
import dev.tributary.server.report.FileTrouble;
import dev.tributary.server.web.security.EncryptionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One node, from its start to its end: a Spring Boot application on this project's own starter. A
 * database that is away at the start is waited for, while health answers already.
 */
public final class TributaryNode implements AutoCloseable {
  private final NodeSettings settings;
  private final NodeHealth health;
  private final DiskLook disk;
  private final NodeApplication application;
  private final CountDownLatch ending = new CountDownLatch(1);

  // Guarded by this
  private @Nullable ConfigurableApplicationContext running;

  /**
   * @param check fails when the database is away, or not fit for a node
   */
  public TributaryNode(NodeSettings settings, String version, Consumer<DatabaseUrl> check) {
    this(settings, version, check, url -> Optional.empty(), Optional::empty);
  }

  /**
   * @param check fails when the database is away, or not fit for a node
   * @param namesake where another process serves under the node's name: it does not begin then
   * @param log why the node's log loses lines
   */
  public TributaryNode(
      NodeSettings settings,
      String version,
      Consumer<DatabaseUrl> check,
      Function<DatabaseUrl, Optional<String>> namesake,
      Supplier<Optional<String>> log) {
    this.settings = settings;
    this.health =
        new NodeHealth(
            settings.node(),
            settings.cluster(),
            settings.role().map(NodeRole::word),
            System::nanoTime);
    this.disk = new DiskLook(settings.directory(), log, System::nanoTime);
    health.ownProblems(disk::problems);
    OpenWay way = OpenWay.of(settings.database(), settings.ways());
    DatabaseGate gate =
        new DatabaseGate(toString(), () -> way.use(check), () -> way.ask(namesake), health, ending);
    this.application = new NodeApplication(settings, way, version, health, gate);
  }

  /**
   * Starts, or undoes what it had started.
   *
   * @throws ConfigurationInvalid when a person must change something first
   * @throws InterruptedException when it was closed meanwhile
   * @return the port that it answers on
   */
  public synchronized int start() throws InterruptedException {
    try {
      settings.api().tls().ifPresent(EncryptionFiles::require);
      requireDirectory();
      disk.begin();
      running = application.run();
      return ((WebServerApplicationContext) running).getWebServer().getPort();
    } catch (RuntimeException e) {
      disk.close();
      health.close();
      if (ending.getCount() == 0) {
        throw new InterruptedException("ended while it started");
      }
      throw told(e);
    }
  }

  private void requireDirectory() {
    try {
      Files.createDirectories(settings.directory());
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "data directory %s cannot be made: %s; choose another one with --data-dir"
              .formatted(settings.directory(), FileTrouble.of(e)),
          e);
    }
  }

  /** What a person can act on, from beneath what Spring wrapped around it. */
  private RuntimeException told(RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SyncException known) {
        return known;
      }
      if (cause instanceof PortInUseException inUse) {
        return new ConfigurationInvalid(
            "API_PORT %d cannot be used: another process listens there".formatted(inUse.getPort()),
            inUse);
      }
    }
    return thrown;
  }

  /**
   * Lets the runs under way end, gives leadership up, and stops everything. May be called twice,
   * and while it starts.
   */
  @Override
  public void close() {
    ending.countDown();
    health.notServing("the node is ending");
    disk.close();
    health.close();
    end();
  }

  private synchronized void end() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  @Override
  public String toString() {
    return "node " + settings.node() + " of cluster " + settings.cluster();
  }
}
