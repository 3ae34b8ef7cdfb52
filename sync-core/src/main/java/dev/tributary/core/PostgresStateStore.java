package dev.tributary.core;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.core.internal.state.FeedLook;
import dev.tributary.core.internal.state.FeedMark;
import dev.tributary.core.internal.state.FollowedTable;
import dev.tributary.core.internal.state.PostgresParts;
import dev.tributary.core.internal.state.StateSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state of one cluster in PostgreSQL, which must have the schema {@code sync_metadata}.
 *
 * <p>What {@link #write} returns is committed; a commit whose answer was lost is asked for. The
 * keys {@code deployment.<client>} are the schedules of the clients: a write of one merges, and
 * changes the schedule itself.
 *
 * <p>The first watch starts two daemon threads, {@code sync-state-feed-<node>} and {@code
 * sync-state-listen-<node>}, and each watch one of its own; many writes in a second start {@code
 * sync-state-notify-<node>}. {@link #close} ends and awaits them, may be called twice, and closes
 * no connection but the one that listens.
 */
public final class PostgresStateStore implements StateStore, AutoCloseable {
  private final PostgresParts parts;

  private PostgresStateStore(PostgresParts parts) {
    this.parts = parts;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Optional<StateEntry> get(String key) {
    return parts.store().get(key);
  }

  @Override
  public List<StateEntry> list(String prefix) {
    return parts.store().list(prefix);
  }

  @Override
  public Optional<StateEntry> write(StateWrite write) {
    return parts.store().write(write);
  }

  @Override
  public Watch watch(String prefix, Consumer<StateEntry> onChange) {
    return parts.store().watch(prefix, onChange);
  }

  /**
   * The same store for a leader: its writes commit only while this term lasts.
   *
   * @throws dev.tributary.api.LeadershipLost from its {@code write}, when the term is over
   */
  public StateStore fencedBy(Leadership leadership) {
    Objects.requireNonNull(leadership, "leadership");
    return new FencedStateStore(this, write -> parts.write(write, leadership));
  }

  /** For those who look again and again; starts no thread. */
  public StateFeed feed() {
    return (prefix, mark) -> {
      FeedLook look = FeedLook.at(parts.table(), mark.map(FeedMark::parse));
      return new StateChanges(
          look.below(prefix),
          FeedMark.of(look.page()).toString(),
          look.all() ? StateChanges.Scope.ALL : StateChanges.Scope.SINCE);
    };
  }

  /** Whether notifications come through, as far as a watch has found out. */
  public FeedMode mode() {
    return parts.isListening() ? FeedMode.LISTEN : FeedMode.POLL;
  }

  PostgresParts parts() {
    return parts;
  }

  FollowedTable followed() {
    return parts.store();
  }

  @Override
  public void close() {
    parts.close();
  }

  /** Collects what a store works with. All but the listening connections count. */
  public static final class Builder {
    private ConnectionSource connections;
    private ConnectionSource listening;
    private ClusterName cluster;
    private NodeId node;
    private StateSettings settings = StateSettings.defaults();

    private Builder() {}

    /** For reads and writes; each uses one connection, for the time of one transaction. */
    public Builder connections(ConnectionSource value) {
      connections = value;
      return this;
    }

    /**
     * For the one connection that stays open while something watches; else one of {@link
     * #connections}, whose pool must have it to spare.
     */
    public Builder listening(ConnectionSource value) {
      listening = value;
      return this;
    }

    public Builder cluster(ClusterName value) {
      cluster = value;
      return this;
    }

    /** For the names of threads. */
    public Builder node(NodeId value) {
      node = value;
      return this;
    }

    /** For tests. */
    Builder settings(StateSettings value) {
      settings = value;
      return this;
    }

    public PostgresStateStore open() {
      Objects.requireNonNull(connections, "connections");
      return new PostgresStateStore(
          new PostgresParts(
              connections,
              listening == null ? connections : listening,
              Objects.requireNonNull(cluster, "cluster"),
              Objects.requireNonNull(node, "node"),
              Objects.requireNonNull(settings, "settings")));
    }
  }
}
