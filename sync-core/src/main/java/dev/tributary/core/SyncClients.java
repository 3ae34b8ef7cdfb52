package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.schedule.ClientSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The clients of a cluster and when they are synced. A change is seen by the leading {@link
 * SyncScheduler} within its poll, and stands in the audit log.
 */
public final class SyncClients {
  private final ClientSchedule schedule;

  /** A client's schedule after a decision. */
  public record Decided(String status, boolean enabled, Duration interval) {}

  public SyncClients(ConnectionSource connections, ClusterName cluster) {
    this.schedule =
        new ClientSchedule(
            new Database(Objects.requireNonNull(connections, "connections")),
            Objects.requireNonNull(cluster, "cluster"));
  }

  /**
   * Gives a client a schema of its own. It is not synced by itself before {@link #start}.
   *
   * @param source absolute; the leader must see the file there
   * @param interval whole seconds
   * @throws dev.tributary.api.ConfigurationInvalid when name, schema or file are taken already
   */
  public void register(ClientName client, Path source, Optional<String> schema, Duration interval) {
    schedule.register(client, source, schema, interval);
  }

  /** {@link #register} and {@link #start}, in one transaction. */
  public void registerAndStart(ClientName client, Path source, Duration interval, String actor) {
    schedule.registerAndStart(client, source, interval, actor);
  }

  /** Syncs the client by itself from now on, beginning at once. */
  public Decided start(ClientName client, String actor) {
    return decided(schedule.start(client, actor));
  }

  /** Leaves the client alone until {@link #start}; what it has stays. */
  public Decided pause(ClientName client, String actor) {
    return decided(schedule.pause(client, actor));
  }

  /**
   * Another interval, counted from the last sync.
   *
   * @param interval whole seconds
   */
  public Decided interval(ClientName client, Duration interval, String actor) {
    return decided(schedule.interval(client, interval, actor));
  }

  private static Decided decided(ClientSchedule.Decided now) {
    return new Decided(now.status(), now.enabled(), now.interval());
  }
}
