package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What the tests of this package share: statements of an app, looks at its files, clocks. */
final class Sources {
  static final int ROWS = 400;
  static final String[] DELETE_MODE = {"PRAGMA journal_mode = DELETE"};
  static final String[] WAL_MODE = {"PRAGMA journal_mode = WAL"};

  // No change time: as root SQLite gives each journal that it opens to the database's owner, again.
  private static final String STAT = "unix:ino,uid,gid,mode,size,lastModifiedTime";

  private Sources() {}

  /** Rows whose sum is 0 and whose generation is the same, in every committed state. */
  static String[] accounts() {
    return new String[] {
      "CREATE TABLE account(id INTEGER PRIMARY KEY, amount INT, generation INT, filler BLOB)",
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
          + (ROWS - 1)
          + ") INSERT INTO account SELECT i, 0, 0, randomblob(700) FROM n"
    };
  }

  static final String[] SMALL_CACHE = {"PRAGMA cache_size = 5", "PRAGMA cache_spill = 5"};

  /** The accounts of an app that has stopped again. */
  static void make(Path database, String... mode) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      for (String sql : mode) {
        statement.execute(sql);
      }
      for (String sql : accounts()) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void assertOneGeneration(Snapshot snapshot) {
    assertThat(
            row(
                snapshot,
                "SELECT count(*), sum(amount), max(generation) - min(generation)"
                    + " FROM account"))
        .containsExactly((long) ROWS, 0L, 0L);
  }

  static long generation(Snapshot snapshot) {
    return row(snapshot, "SELECT max(generation) FROM account").get(0);
  }

  static List<Long> row(Snapshot snapshot, String query) {
    try (Statement statement = snapshot.connection().createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      Long[] cells = new Long[result.getMetaData().getColumnCount()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = result.getLong(i + 1);
      }
      return List.of(cells);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Long ago enough for every file that exists now. */
  static SnapshotTime later(Duration ahead) {
    return new SnapshotTime(InstantSource.offset(InstantSource.system(), ahead), System::nanoTime);
  }

  static SnapshotTime at(Instant now) {
    return new SnapshotTime(InstantSource.fixed(now), System::nanoTime);
  }

  /** The clock stands where the file was touched, so no copy without a lock is trusted. */
  static SnapshotTime neverCalm(Path database, LongSupplier nanoTime) {
    InstantSource touched =
        () -> {
          try {
            return Instant.ofEpochSecond(0, FileStat.of(database).lastTouchedNanos());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return new SnapshotTime(touched, nanoTime);
  }

  /** Owner, mode, time and content of everything in a folder. */
  static Map<String, String> everythingIn(Path folder) {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        found.put(folder.relativize(file).toString(), describe(file));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String describe(Path file) throws IOException {
    String stat = Files.readAttributes(file, STAT, LinkOption.NOFOLLOW_LINKS).toString();
    return Files.isRegularFile(file) ? stat + " " + digest(file) : stat;
  }

  private static String digest(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
