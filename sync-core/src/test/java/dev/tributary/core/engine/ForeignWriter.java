package dev.tributary.core.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who updates, deletes and inserts rows of {@code client_acme.note} at random while the
 * mirror is synced, and remembers what he left behind last.
 */
final class ForeignWriter implements AutoCloseable {
  private static final String DELETED = "";

  private final Connection connection;
  private final Random random;
  private final int ids;
  private final Map<Integer, String> left = new TreeMap<>();
  private final CompletableFuture<Void> work;
  private volatile boolean stopped;

  ForeignWriter(Connection connection, long seed, int ids) {
    this.connection = connection;
    this.random = new Random(seed);
    this.ids = ids;
    this.work = CompletableFuture.runAsync(this::writeUntilStopped);
  }

  /** The text that he wrote last into each row; empty if he deleted it last. */
  Map<Integer, String> stop() {
    stopped = true;
    work.join();
    return left;
  }

  private void writeUntilStopped() {
    try {
      for (int i = 0; !stopped; i++) {
        write(1 + random.nextInt(ids), "foreign " + i);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void write(int id, String text) throws SQLException {
    switch (random.nextInt(6)) {
      case 0 -> delete(id);
      case 1 ->
          remember(
              id,
              text,
              "INSERT INTO client_acme.note VALUES (?, ?) ON CONFLICT DO NOTHING",
              id,
              text);
      default -> remember(id, text, "UPDATE client_acme.note SET body = ? WHERE id = ?", text, id);
    }
  }

  /** Whoever removes a row of his own leaves nothing behind. */
  private void delete(int id) throws SQLException {
    if (changes("DELETE FROM client_acme.note WHERE id = ? AND _sync_hash IS NULL", id)) {
      left.remove(id);
    } else {
      remember(id, DELETED, "DELETE FROM client_acme.note WHERE id = ?", id);
    }
  }

  private void remember(int id, String text, String sql, Object... values) throws SQLException {
    if (changes(sql, values)) {
      left.put(id, text);
    }
  }

  private boolean changes(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate() == 1;
    }
  }

  @Override
  public void close() throws SQLException {
    stopped = true;
    connection.close();
  }
}
