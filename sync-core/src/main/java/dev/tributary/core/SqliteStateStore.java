package dev.tributary.core;

import dev.tributary.api.NodeId;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.core.internal.state.FollowedTable;
import dev.tributary.core.internal.state.SqliteParts;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * State in a SQLite file, for the processes of one host; the file must not be on a network. Needs
 * the SQLite driver, and no PostgreSQL.
 *
 * <p>A write is on disk when it returns. The first watch starts the daemon thread {@code
 * sync-state-feed-<node>}, which looks every 200 ms for what others wrote, and each watch one of
 * its own. {@link #close} ends and awaits them and may be called twice.
 */
public final class SqliteStateStore implements StateStore, AutoCloseable {
  private final SqliteParts parts;

  private SqliteStateStore(SqliteParts parts) {
    this.parts = parts;
  }

  /**
   * Makes the file if it is missing.
   *
   * @param file its folder must exist
   * @param node for the names of threads
   * @throws dev.tributary.api.ConfigurationInvalid when the file is another program's, or damaged
   */
  public static SqliteStateStore open(Path file, NodeId node) {
    return open(file, node, InstantSource.system());
  }

  /**
   * @param clock for {@link StateEntry#updatedAt()}
   */
  public static SqliteStateStore open(Path file, NodeId node, InstantSource clock) {
    return new SqliteStateStore(
        new SqliteParts(
            Objects.requireNonNull(file, "file"),
            Objects.requireNonNull(node, "node"),
            Objects.requireNonNull(clock, "clock"),
            System::nanoTime));
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

  SqliteParts parts() {
    return parts;
  }

  FollowedTable followed() {
    return parts.store();
  }

  @Override
  public void close() {
    parts.close();
  }
}
