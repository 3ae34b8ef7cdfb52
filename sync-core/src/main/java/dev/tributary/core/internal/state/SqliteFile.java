package dev.tributary.core.internal.state;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SqlFunction;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The one connection to a store's own SQLite file. A file of another program is never touched, and
 * one that vanished is never made anew: its entries are away, not gone.
 */
final class SqliteFile implements AutoCloseable {
  /** "TRBS": a state store of Tributary. */
  private static final int APPLICATION = 0x54524253;

  private static final int FORMAT = 1;
  private static final int BUSY_MS = 5_000;

  /** CORRUPT, NOTADB, READONLY, AUTH, PERM: waiting does not help. */
  private static final List<Integer> FOR_A_PERSON = List.of(11, 26, 8, 23, 3);

  private final Path file;
  // Guarded by this
  private Optional<Connection> open = Optional.empty();
  private Object openedKey = "";
  private boolean wasThere;
  private boolean closed;

  SqliteFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** One statement, or a transaction that the body begins and ends. */
  synchronized <T> T call(String what, SqlFunction<T> body) {
    if (closed) {
      throw new ConfigurationInvalid("this state store is closed");
    }
    try {
      return body.apply(connection());
    } catch (SQLException e) {
      release();
      throw failure(what, e);
    }
  }

  /** The body commits as a whole or leaves nothing behind; writers come one after another. */
  <T> T inTransaction(String what, String begin, SqlFunction<T> body) {
    return call(
        what,
        connection -> {
          run(connection, begin);
          boolean done = false;
          try {
            T result = body.apply(connection);
            run(connection, "COMMIT");
            done = true;
            return result;
          } finally {
            if (!done) {
              run(connection, "ROLLBACK");
            }
          }
        });
  }

  private SyncException failure(String what, SQLException e) {
    String message = "cannot %s: %s: %s".formatted(what, file, e.getMessage());
    return FOR_A_PERSON.contains(e.getErrorCode() & 0xff)
        ? new ConfigurationInvalid(message, e)
        : new TargetUnavailable(message, e);
  }

  private Connection connection() throws SQLException {
    Object key = keyOfFile();
    if (open.isPresent() && !key.equals(openedKey)) {
      release();
    }
    if (open.isEmpty()) {
      open = Optional.of(opened());
      openedKey = keyOfFile();
      wasThere = true;
    }
    return open.get();
  }

  /** Another file under the same name has another key. */
  private Object keyOfFile() {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return Objects.requireNonNullElse(key, file);
    } catch (IOException e) {
      if (wasThere) {
        release();
        throw new TargetUnavailable("the file of the state store is away: " + file, e);
      }
      return "";
    }
  }

  private Connection opened() throws SQLException {
    if (!Files.isDirectory(file.getParent())) {
      throw new ConfigurationInvalid(
          "the folder of the state store does not exist: " + file.getParent());
    }
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    boolean done = false;
    try {
      run(connection, "PRAGMA busy_timeout = " + BUSY_MS);
      prepare(connection);
      done = true;
      return connection;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  private void prepare(Connection connection) throws SQLException {
    int application = number(connection, "PRAGMA application_id");
    boolean empty = number(connection, "SELECT count(*) FROM sqlite_master") == 0;
    if (application != APPLICATION && !(application == 0 && empty)) {
      throw new ConfigurationInvalid(
          "%s is the database of another program: give the state store a file of its own"
              .formatted(file));
    }
    int format = number(connection, "PRAGMA user_version");
    if (format > FORMAT) {
      throw new ConfigurationInvalid(
          "%s has format %d, this program knows %d: use a newer program"
              .formatted(file, format, FORMAT));
    }
    run(connection, "PRAGMA journal_mode = WAL");
    run(connection, "PRAGMA synchronous = FULL"); // what is acknowledged survives a power cut
    create(connection);
  }

  private static void create(Connection connection) throws SQLException {
    run(connection, "BEGIN IMMEDIATE");
    boolean done = false;
    try {
      run(connection, "PRAGMA application_id = " + APPLICATION);
      run(connection, "PRAGMA user_version = " + FORMAT);
      run(
          connection,
          """
          CREATE TABLE IF NOT EXISTS state (
            key TEXT NOT NULL PRIMARY KEY, value TEXT, version INTEGER NOT NULL,
            seq INTEGER NOT NULL UNIQUE, deleted INTEGER NOT NULL, updated_at INTEGER NOT NULL,
            updated_by TEXT NOT NULL)
          """);
      run(
          connection,
          "CREATE TABLE IF NOT EXISTS store (one INTEGER PRIMARY KEY, id TEXT NOT NULL)");
      run(
          connection,
          "INSERT INTO store VALUES (1, '%s') ON CONFLICT DO NOTHING".formatted(UUID.randomUUID()));
      run(connection, "COMMIT");
      done = true;
    } finally {
      if (!done) {
        run(connection, "ROLLBACK");
      }
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void release() {
    open.ifPresent(
        connection -> {
          try {
            connection.close();
          } catch (SQLException e) {
            throw failure("close the state store", e);
          }
        });
    open = Optional.empty();
  }

  @Override
  public synchronized void close() {
    closed = true;
    release();
  }
}
