package dev.tributary.spring;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.SyncClients;
import dev.tributary.spring.NodeView.ClientRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the clients of the configuration in force at the start, or, when the database is away then,
 * as soon as it answers; until then it tries again on a daemon thread of its own.
 *
 * <p>A client that a person paused stays paused. One whose file is another than registered is
 * refused: its mirror would be taken for that of the new file.
 */
final class DeclaredClients implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeclaredClients.class);
  private static final String ACTOR = "spring";
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final List<TributaryProperties.Client> declared;
  private final SyncClients clients;
  private final NodeView view;
  private final Duration pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread retry = new Thread(this::untilInForce, "sync-declared-clients");
  private volatile Optional<String> problem = Optional.empty();

  DeclaredClients(List<TributaryProperties.Client> declared, SyncClients clients, NodeView view) {
    this(declared, clients, view, RETRY);
  }

  /**
   * @param pause between two tries
   */
  DeclaredClients(
      List<TributaryProperties.Client> declared,
      SyncClients clients,
      NodeView view,
      Duration pause) {
    this.declared = declared;
    this.clients = clients;
    this.view = view;
    this.pause = pause;
  }

  /**
   * @throws CannotStart when a person must act
   */
  void begin() {
    try {
      putInForce();
    } catch (TargetUnavailable e) {
      LOG.warn("the clients are registered as soon as the database answers: {}", e.getMessage());
      problem = Optional.of("tributary.clients are not registered yet: " + e.getMessage());
      retry.setDaemon(true);
      retry.start();
    } catch (SyncException e) {
      throw new CannotStart(
          "tributary.clients cannot be put in force: " + e.getMessage(),
          "Choose another name, schema or file, or connect as the role of the right cluster.",
          e);
    }
  }

  /** Why the configuration is not in force yet. */
  Optional<String> problem() {
    return problem;
  }

  private void untilInForce() {
    try {
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isInForceNow()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is nothing more to try. */
  private boolean isInForceNow() {
    try {
      putInForce();
      problem = Optional.empty();
      return true;
    } catch (TargetUnavailable e) {
      return false; // said already, and in health
    } catch (SyncException e) {
      problem = Optional.of("tributary.clients cannot be put in force: " + e.getMessage());
      LOG.error("tributary.clients cannot be put in force: {}", e.getMessage());
      return true;
    } catch (RuntimeException | Error e) {
      // The DataSource of an application may fail in its own way, as well for a while only.
      problem = Optional.of("tributary.clients are not registered yet: " + e);
      return false;
    }
  }

  /** Ends the thread that tries again, and waits for it. */
  @Override
  public void close() {
    closed.countDown();
    retry.interrupt();
    try {
      retry.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void putInForce() {
    Map<String, ClientRow> known =
        view.clients().stream().collect(Collectors.toMap(ClientRow::name, row -> row));
    for (TributaryProperties.Client client : declared) {
      putInForce(client, Optional.ofNullable(known.get(client.name())));
    }
  }

  private void putInForce(TributaryProperties.Client client, Optional<ClientRow> known) {
    ClientName name = new ClientName(client.name());
    Path source = Path.of(client.source()).toAbsolutePath().normalize();
    ClientRow row = known.orElseGet(() -> registered(client, name, source));
    if (!row.source().equals(source.toString())) {
      throw new ConfigurationInvalid(
          "client %s is registered with file %s, and the configuration says %s"
              .formatted(name, row.source(), source));
    }
    if (row.intervalSeconds() != client.interval().toSeconds()) {
      clients.interval(name, client.interval(), ACTOR);
    }
    if (!row.enabled() && !List.of("paused", "stopped").contains(row.status())) {
      clients.start(name, ACTOR);
    }
  }

  private ClientRow registered(TributaryProperties.Client client, ClientName name, Path source) {
    Optional<String> schema = Optional.of(client.schema()).filter(chosen -> !chosen.isEmpty());
    try {
      clients.register(name, source, schema, client.interval());
    } catch (ConfigurationInvalid | RowRejected e) {
      // Another node may have been faster, even while this one was asking.
      return find(name).orElseThrow(() -> e);
    }
    return find(name)
        .orElseThrow(
            () -> new ConfigurationInvalid("client " + name + " was registered and is gone"));
  }

  private Optional<ClientRow> find(ClientName name) {
    return view.clients().stream().filter(row -> row.name().equals(name.value())).findFirst();
  }
}
