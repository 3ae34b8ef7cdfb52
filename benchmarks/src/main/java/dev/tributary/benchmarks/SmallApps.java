package dev.tributary.benchmarks;

import dev.tributary.benchmarks.server.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Many apps with the same small file, registered as clients {@code c0}, {@code c1} and so on. */
final class SmallApps {
  private SmallApps() {}

  /**
   * Makes the files and enables their syncs.
   *
   * @param content statements that fill the one file of which all are copies
   * @param interval between two syncs of a client, in seconds
   */
  static List<Path> register(Path directory, int count, int interval, Sql sql, String... content)
      throws IOException, SQLException {
    Path template = directory.resolve("template.db");
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + template);
        Statement statement = sqlite.createStatement()) {
      for (String line : content) {
        statement.execute(line);
      }
    }
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = Files.copy(template, directory.resolve("app-" + i + ".db"));
      sql.run(
          "SELECT sync_metadata.register_client('%1$s', 'c%2$d', 'client_c%2$d', '%3$s',"
                  .formatted(Tributary.CLUSTER, i, file)
              + " '{\"sync_interval\": %d}')".formatted(interval));
      files.add(file);
    }
    sql.run("UPDATE sync_metadata.client_deployments SET sync_enabled = true");
    return files;
  }
}
