package dev.tributary.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A directory with a database cluster, and the server that runs in it on its own.
 *
 * <p>At most one server runs in it, whoever started it.
 */
public final class DataDirectory {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

  private final ClusterFiles files;

  private DataDirectory(ClusterFiles files) {
    this.files = files;
  }

  public static DataDirectory at(Path directory) {
    return new DataDirectory(new ClusterFiles(directory));
  }

  public Path path() {
    return files.root();
  }

  /** The file in which the server writes what happens to it. */
  public Path log() {
    return files.log();
  }

  /** How to reach the server that runs here, if one does and accepts connections. */
  public Optional<PostgresAccess> running() throws IOException {
    Optional<PostmasterFile> server = server(files).filter(PostmasterFile::answers);
    return server.isPresent() ? Optional.of(files.access(server.get().port())) : Optional.empty();
  }

  /** Starts a server that outlives this JVM; one that runs already is left as it is. */
  public PostgresAccess startDetached(PostgresBinaries binaries, PostgresSettings settings)
      throws IOException {
    Optional<PostgresAccess> already = running();
    return already.isPresent()
        ? already.get()
        : DirectoryLock.holding(files, () -> launch(new Launcher(binaries, files, settings)));
  }

  private PostgresAccess launch(Launcher launcher) throws IOException {
    requireNoServer(files);
    Launcher.Started started = launcher.start(Launcher.DETACHED, Map.of());
    started.shell().destroyForcibly();
    return files.access(started.port());
  }

  /** Stops the server that runs here on its own, and says whether there was one. */
  public boolean stopDetached() throws IOException {
    return DirectoryLock.holding(files, this::stop);
  }

  private boolean stop() throws IOException {
    Optional<PostmasterFile> server = server(files);
    if (server.isEmpty()) {
      return false;
    }
    Signals.INT.send(server.flatMap(PostmasterFile::server).stream());
    if (!Waiting.until(() -> server(files).isEmpty(), STOP_PATIENCE)) {
      throw new IOException(
          "PostgreSQL (process %d) in %s did not stop within %d s; see %s"
              .formatted(server.get().pid(), files.root(), STOP_PATIENCE.toSeconds(), files.log()));
    }
    return true;
  }

  static void requireNoServer(ClusterFiles files) throws IOException {
    Optional<PostmasterFile> server = server(files);
    if (server.isPresent()) {
      throw new IOException(
          "A PostgreSQL server (process %d, port %d) runs in %s already: use it, or stop it."
              .formatted(server.get().pid(), server.get().port(), files.root()));
    }
  }

  private static Optional<PostmasterFile> server(ClusterFiles files) throws IOException {
    return PostmasterFile.in(files.data()).filter(file -> file.server().isPresent());
  }
}
