package dev.tributary.core.internal.state;

import dev.tributary.api.Freshness;
import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The entries in a SQLite file. Writers come one after another, so the number that each write draws
 * tells the order of commits: whoever has read up to a number has missed nothing below it.
 */
final class SqliteTable implements EntryTable {
  private static final String COLUMNS =
      "SELECT key, value, version, deleted, updated_at, updated_by FROM state ";
  private static final String FIND = COLUMNS + "WHERE key = ?";
  private static final String LIST =
      COLUMNS + "WHERE NOT deleted AND substr(key, 1, length(?1)) = ?1";
  private static final String CHANGES = COLUMNS + "WHERE seq >= ?";
  private static final String HORIZON =
      "SELECT store.id, (SELECT coalesce(max(seq), 0) + 1 FROM state) FROM store";
  private static final String PUT =
      """
      INSERT INTO state (key, value, version, seq, deleted, updated_at, updated_by)
      VALUES (?, ?, 1, (SELECT coalesce(max(seq), 0) + 1 FROM state), ?, ?, ?)
      ON CONFLICT (key) DO UPDATE
        SET value = excluded.value, version = version + 1, seq = excluded.seq,
            deleted = excluded.deleted, updated_at = excluded.updated_at,
            updated_by = excluded.updated_by
      """;
  private static final String READ = "BEGIN";
  private static final String WRITE = "BEGIN IMMEDIATE";

  private final SqliteFile file;
  private final InstantSource clock;

  SqliteTable(SqliteFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  @Override
  public Optional<StateEntry> find(String key) {
    return file.call("read state", connection -> find(connection, key));
  }

  private static Optional<StateEntry> find(Connection connection, String key) throws SQLException {
    return rows(connection, FIND, key).stream().findFirst();
  }

  @Override
  public List<StateEntry> findAll(Collection<String> keys) {
    return file.inTransaction(
        "read state",
        READ,
        connection -> {
          List<StateEntry> found = new ArrayList<>();
          for (String key : keys) {
            find(connection, key).ifPresent(found::add);
          }
          return found;
        });
  }

  @Override
  public List<StateEntry> list(String prefix) {
    return file.call("list state", connection -> rows(connection, LIST, prefix));
  }

  @Override
  public Optional<StateEntry> write(StateWrite write) {
    return file.inTransaction(
        "write state " + write.key(), WRITE, connection -> write(connection, write));
  }

  private Optional<StateEntry> write(Connection connection, StateWrite write) throws SQLException {
    long version =
        find(connection, write.key())
            .filter(entry -> !entry.deleted())
            .map(StateEntry::version)
            .orElse(0L);
    boolean refused =
        write.expectedVersion().isPresent() && write.expectedVersion().getAsLong() != version;
    if (refused || (write.value().isEmpty() && version == 0)) {
      return Optional.empty();
    }
    try (PreparedStatement put = connection.prepareStatement(PUT)) {
      put.setString(1, write.key());
      put.setString(2, write.value().map(Json::text).orElse(null));
      put.setInt(3, write.value().isEmpty() ? 1 : 0);
      put.setLong(4, clock.millis());
      put.setString(5, write.writer());
      put.executeUpdate();
    }
    return find(connection, write.key());
  }

  @Override
  public FeedPage page(OptionalLong from) {
    return file.inTransaction(
        "read the feed of the state", READ, connection -> page(connection, from));
  }

  private static FeedPage page(Connection connection, OptionalLong from) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(HORIZON);
        ResultSet row = query.executeQuery()) {
      row.next();
      List<StateEntry> changes =
          from.isPresent() ? rows(connection, CHANGES, from.getAsLong()) : List.of();
      return new FeedPage(row.getString(1), row.getLong(2), changes);
    }
  }

  private static List<StateEntry> rows(Connection connection, String sql, Object value)
      throws SQLException {
    List<StateEntry> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, value);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(entry(row));
        }
      }
    }
    found.sort(Comparator.comparing(StateEntry::key));
    return found;
  }

  private static StateEntry entry(ResultSet row) throws SQLException {
    return new StateEntry(
        row.getString("key"),
        new Json(Objects.requireNonNullElse(row.getString("value"), "null")),
        row.getLong("version"),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        row.getString("updated_by"),
        row.getBoolean("deleted"),
        Freshness.ASKED);
  }
}
