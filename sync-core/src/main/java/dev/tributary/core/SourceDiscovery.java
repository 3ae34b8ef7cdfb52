package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.lifecycle.NameTemplate;
import dev.tributary.core.internal.lifecycle.RegisteredSources;
import dev.tributary.core.internal.lifecycle.SourceGlob;
import dev.tributary.core.internal.snapshot.SnapshotTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the files of clients by a pattern, on the machine where it runs. {@link #look} changes
 * nothing; what it finds is taken up one by one with {@link #adopt}.
 */
public final class SourceDiscovery {
  private final RegisteredSources registered;
  private final SyncClients clients;
  private final ClientLifecycle lifecycle;
  private final SnapshotTime time;

  public SourceDiscovery(ConnectionSource connections, ClusterName cluster) {
    Database database = new Database(Objects.requireNonNull(connections, "connections"));
    this.registered = new RegisteredSources(database, cluster);
    this.clients = new SyncClients(connections, cluster);
    this.lifecycle = new ClientLifecycle(connections, cluster);
    this.time = SnapshotTime.system();
  }

  /**
   * Compares what is there with what is registered; at most ten thousand files.
   *
   * @param pattern absolute, with {@code *} and {@code ?}: {@code /opt/openwebui/*}{@code
   *     /data/webui.db}
   * @param name {@code {1}} is what the first wildcard stands for
   * @throws ConfigurationInvalid when pattern or name are none
   */
  public List<DiscoveredSource> look(String pattern, String name) {
    SourceGlob glob = new SourceGlob(pattern);
    return new SourceLook(glob, new NameTemplate(name, glob), registered.all(), time).found();
  }

  /**
   * What the pattern matches, in the order of the paths; a few stats a file, and PostgreSQL is not
   * asked. Where two glances are the same, {@link #look} finds nothing new in the files.
   *
   * @throws ConfigurationInvalid when the pattern is none
   */
  public List<FileGlance> glance(String pattern) {
    return Glances.of(new SourceGlob(pattern));
  }

  /**
   * Why nobody should take this file up unasked: a link leads to it from below the first wildcard,
   * where those who may be mirrored can make links, or a person deregistered the client that had
   * it. Empty: nothing speaks against it.
   */
  public Optional<String> objection(String pattern, DiscoveredSource found) {
    if (!new SourceGlob(pattern).reachesWithoutLinks(found.file())) {
      return Optional.of("a link leads to it; a person may register it");
    }
    return found.kind() == DiscoveredSource.Kind.NEW && registered.hasLeft(found.file())
        ? Optional.of("the client with this file was deregistered; a person may register it again")
        : Optional.empty();
  }

  /**
   * @throws ConfigurationInvalid when they can be used for no {@link #look}
   */
  public static void require(String pattern, String name) {
    Objects.requireNonNull(new NameTemplate(name, new SourceGlob(pattern)));
  }

  /**
   * Registers a new file, or lets its client follow one that was renamed; of other kinds nothing
   * comes. A client is not synced by itself before it is started.
   *
   * @param interval of a new client; whole seconds
   * @throws ConfigurationInvalid when its name or schema were taken meanwhile, also by a cluster
   *     that this one cannot see
   */
  public void adopt(DiscoveredSource found, Duration interval, String actor) {
    switch (found.kind()) {
      case NEW ->
          clients.register(
              new ClientName(found.client()), found.file(), Optional.empty(), interval);
      case RENAMED -> lifecycle.relocate(new ClientName(found.client()), found.file(), actor);
      default -> throw new ConfigurationInvalid("%s: %s".formatted(found.file(), found.note()));
    }
  }

  /** The same, and a new client is synced at once: both, or nothing. */
  public void adoptAndStart(DiscoveredSource found, Duration interval, String actor) {
    if (found.kind() == DiscoveredSource.Kind.NEW) {
      clients.registerAndStart(new ClientName(found.client()), found.file(), interval, actor);
    } else {
      adopt(found, interval, actor);
    }
  }
}
