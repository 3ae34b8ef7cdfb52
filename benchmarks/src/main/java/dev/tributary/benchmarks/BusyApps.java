package dev.tributary.benchmarks;

import dev.tributary.benchmarks.server.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Apps of which each changes a row every second; a node syncs them as often. */
final class BusyApps implements AutoCloseable {
  private final List<Connection> apps = new ArrayList<>();
  private final Thread writer = new Thread(this::write, "apps");

  // Written only by close()
  private volatile boolean closed;

  static BusyApps start(Path directory, int count, Sql sql) throws IOException, SQLException {
    BusyApps busy = new BusyApps();
    List<Path> files =
        SmallApps.register(
            directory,
            count,
            1,
            sql,
            "PRAGMA journal_mode = wal",
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, updated_at INTEGER)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                + " INSERT INTO note SELECT i, hex(randomblob(50)), 0 FROM n");
    for (Path file : files) {
      busy.apps.add(DriverManager.getConnection("jdbc:sqlite:" + file));
    }
    busy.writer.start();
    return busy;
  }

  private void write() {
    for (long round = 1; !closed; round++) {
      for (Connection app : apps) {
        try (Statement statement = app.createStatement()) {
          statement.execute("PRAGMA busy_timeout = 5000");
          statement.execute(
              "UPDATE note SET updated_at = " + round + " WHERE id = " + round % 2000);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
      try {
        TimeUnit.SECONDS.sleep(1);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Connection app : apps) {
      app.close();
    }
  }
}
