package dev.tributary.server.demo;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the two nodes of the demonstration: {@code tributary serve} in a process of its own. */
final class DemoNode implements AutoCloseable {
  private static final long ENDS_WITHIN_SECONDS = 20;

  private final String name;
  private final Process process;

  private DemoNode(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * @param password the file with the password of the address's user
   */
  static DemoNode start(String name, DatabaseUrl database, Path password, Path folder)
      throws IOException {
    File log = folder.resolve(name + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.of("serve", "--data-dir", folder.resolve(name).toString()))
            .redirectErrorStream(true)
            .redirectOutput(log);
    builder
        .environment()
        .putAll(
            Map.of(
                "DATABASE_URL",
                address(database),
                "DATABASE_PASSWORD_FILE",
                password.toString(),
                "CLUSTER_NAME",
                DemoStage.CLUSTER.value(),
                "HOST_NAME",
                "demo",
                "NODE_NAME",
                name,
                "API_PORT",
                "0"));
    for (String mine : JavaCommand.SETTINGS_OF_A_NODE) {
      builder.environment().remove(mine);
    }
    return new DemoNode(name, builder.start());
  }

  private static String address(DatabaseUrl database) {
    return "%s?user=%s&sslmode=disable"
        .formatted(database.jdbcUrl(), database.user().orElseThrow());
  }

  String name() {
    return name;
  }

  /** {@code kill -9}: it has no chance to say anything. */
  void kill() {
    process.destroyForcibly();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
