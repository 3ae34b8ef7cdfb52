package dev.tributary.server.database;

import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.DataDirectory;
import dev.tributary.postgres.PostgresAccess;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The PostgreSQL that Tributary brings along, in its data directory. Either it was started to stay,
 * and serves many commands, or it belongs to one command and ends with it.
 */
public final class EmbeddedServer {
  private static final String DATABASE = "postgres";

  private final Path directory;
  private final DataDirectory cluster;

  private EmbeddedServer(Path directory) {
    this.directory = directory;
    this.cluster = DataDirectory.at(directory.resolve("postgres"));
  }

  public static EmbeddedServer in(Path directory) {
    return new EmbeddedServer(directory);
  }

  /** Starts it to stay; one that runs already is left as it is. */
  public PostgresAccess start() {
    return attempt(
        "start",
        () -> {
          try (SoleUse use = sole()) {
            return startDetached(use);
          }
        });
  }

  private PostgresAccess startDetached(SoleUse held) throws IOException {
    return cluster.startDetached(PostgresBinaries.bundled(), PostgresSettings.durable());
  }

  /** Stops the one that was started to stay, and says whether there was one. */
  public boolean stop() {
    return attempt("stop", () -> Files.isDirectory(cluster.path()) && cluster.stopDetached());
  }

  public Optional<PostgresAccess> running() {
    return attempt("look at", cluster::running);
  }

  /** The file with the superuser's password; only this user can read it. */
  public Path passwordFile() {
    return cluster.path().resolve("superuser.password");
  }

  /**
   * A server for one command: the one that stays, or else one that ends with the result's close.
   *
   * @param says hears that it starts, which takes a moment
   */
  Lent lend(Consumer<String> says) {
    return attempt("start", () -> lendWith(sole(), says));
  }

  private Lent lendWith(SoleUse use, Consumer<String> says) throws IOException {
    try {
      Optional<PostgresAccess> staying = cluster.running();
      if (staying.isPresent()) {
        use.close();
        return new Lent(staying.get(), Optional.empty(), Optional.empty());
      }
      if (!Files.exists(passwordFile())) {
        says.accept("creating an embedded PostgreSQL in " + cluster.path());
      }
      BundledPostgres own =
          BundledPostgres.start(
              PostgresBinaries.bundled(), cluster.path(), PostgresSettings.durable());
      return new Lent(own.access(), Optional.of(own), Optional.of(use));
    } catch (IOException | RuntimeException e) {
      use.close();
      throw e;
    }
  }

  private SoleUse sole() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    return SoleUse.of(directory);
  }

  /** The superuser's address of the one database. */
  public static DatabaseUrl administrator(PostgresAccess access) {
    return DatabaseUrl.parse(access.jdbcUrl(DATABASE) + "?sslmode=disable")
        .withUser(access.user())
        .withPassword(access.password());
  }

  private <T> T attempt(String what, Attempt<T> attempt) {
    try {
      return attempt.make();
    } catch (IOException e) {
      throw new TargetUnavailable(
          "cannot %s the embedded PostgreSQL in %s: %s".formatted(what, directory, reason(e)), e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no right to write " + e.getMessage();
    } else if (e instanceof FileSystemException system) {
      return system.getFile() + " cannot be made or read; choose another place with --data-dir";
    }
    return FileTrouble.of(e);
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws IOException;
  }

  /** A running server; closing it ends what was started for this command. */
  record Lent(PostgresAccess access, Optional<BundledPostgres> own, Optional<SoleUse> use)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        if (own.isPresent()) {
          own.get().close();
        }
        if (use.isPresent()) {
          use.get().close();
        }
      } catch (IOException e) {
        throw new TargetUnavailable("the embedded PostgreSQL did not end well: " + reason(e), e);
      }
    }
  }
}
