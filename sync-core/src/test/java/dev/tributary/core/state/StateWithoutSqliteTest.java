package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Json;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateWrite;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.PostgresStateStore;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever keeps only state in PostgreSQL has no SQLite driver on the class path. */
final class StateWithoutSqliteTest {

  @Test
  void stateInPostgresqlNeedsNoSqliteDriver() throws Exception {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("sqlite-jdbc"))
            .filter(entry -> !entry.contains("hash4j"))
            .collect(Collectors.joining(File.pathSeparator));
    try (StateDatabase database = StateDatabase.create()) {
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-XX:+UseSerialGC",
                      "-Xmx64m",
                      "-cp",
                      path,
                      StateWithoutSqliteTest.class.getName(),
                      database.database().jdbcUrl(),
                      database.role(StateDatabase.CLUSTER),
                      StateDatabase.password()))
              .redirectErrorStream(true)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(out).isZero();
    }
  }

  /** The child: fails by an exception. */
  public static void main(String[] arguments) throws ClassNotFoundException {
    try {
      Class.forName("org.sqlite.JDBC");
      throw new IllegalStateException("the driver is there after all");
    } catch (ClassNotFoundException e) {
      run(arguments);
    }
  }

  private static void run(String[] arguments) {
    try (PostgresStateStore store =
            PostgresStateStore.builder()
                .connections(
                    () -> DriverManager.getConnection(arguments[0], arguments[1], arguments[2]))
                .cluster(StateDatabase.CLUSTER)
                .node(new NodeId("bare"))
                .open();
        CachingStateStore cache = CachingStateStore.over(store)) {
      cache.write(StateWrite.put("k", new Json("1"), "bare")).orElseThrow();
      if (!cache.get("k").orElseThrow().cached()) {
        throw new IllegalStateException("not from the cache");
      }
    }
  }
}
