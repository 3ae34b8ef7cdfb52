package dev.tributary.benchmarks;

import dev.tributary.benchmarks.server.Login;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The product's own command, as a person calls it. */
final class Tributary {
  static final String CLUSTER = "bench";
  static final String CLIENT = "bench";

  private final Path launcher;
  private final Path directory;

  /**
   * @param directory for the password and the local data of the command
   */
  Tributary(Path launcher, Path directory) {
    this.launcher = launcher;
    this.directory = directory;
  }

  /** Installs the metadata and makes the role that nodes have; returns that role's login. */
  Login prepare(Login administrator) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path password = directory.resolve("node.password");
    run(administrator, "db", "install");
    run(
        administrator,
        "db",
        "role",
        "--cluster",
        CLUSTER,
        "--name",
        "sync_bench",
        "--password-file",
        password.toString());
    return administrator.as("sync_bench", Files.readString(password).strip());
  }

  private void run(Login administrator, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--target", administrator.url()));
    Path secret = directory.resolve("administrator.password");
    Files.writeString(secret, administrator.password() + "\n");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.PIPE);
    builder.environment().put("DATABASE_PASSWORD_FILE", secret.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + said);
    }
  }

  /** The command that syncs a file. */
  List<String> sync(Path file, Login node) {
    return List.of(
        launcher.toString(),
        "sync",
        "--source",
        file.toString(),
        "--client",
        CLIENT,
        "--cluster",
        CLUSTER,
        "--target",
        node.url(),
        "--data-dir",
        directory.resolve("local").toString());
  }

  /** The command that runs a node, with its environment. */
  ProcessBuilder serve(Login node) {
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher.toString(),
            "serve",
            "--target",
            node.url(),
            "--cluster",
            CLUSTER,
            "--data-dir",
            directory.resolve("node").toString());
    builder.environment().putAll(environment());
    return builder;
  }

  Map<String, String> environment() {
    return Map.of("DATABASE_PASSWORD_FILE", directory.resolve("node.password").toString());
  }

  /** The table that the mirror has for one of the source. */
  static String mirror(String table) {
    return "client_" + CLIENT + "." + table;
  }
}
