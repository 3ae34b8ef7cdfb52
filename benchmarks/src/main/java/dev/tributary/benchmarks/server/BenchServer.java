package dev.tributary.benchmarks.server;

import dev.tributary.benchmarks.measure.Gauge;
import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresAccess;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A PostgreSQL with default settings that syncs to disk: one of its own in a temporary directory,
 * or a given one.
 */
public final class BenchServer implements Gauge, AutoCloseable {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15/bin");

  private final String label;
  private final Login administrator;
  private final Optional<BundledPostgres> own;
  private final long postmaster;

  private BenchServer(String label, Login administrator, Optional<BundledPostgres> own)
      throws SQLException {
    this.label = label;
    this.administrator = administrator;
    this.own = own;
    this.postmaster = postmasterOf(administrator);
  }

  /** Debian's PostgreSQL 15, or the server that the environment names. */
  public static BenchServer installed() throws IOException, SQLException {
    String given = System.getenv().getOrDefault("TRIBUTARY_BENCH_PG_URL", "");
    if (!given.isBlank()) {
      return new BenchServer("given server", Login.parse(given), Optional.empty());
    }
    if (!Files.isExecutable(DEBIAN.resolve("postgres"))) {
      throw new IOException(
          "no PostgreSQL 15 in "
              + DEBIAN
              + ": install Debian's package postgresql-15, or name a server with"
              + " TRIBUTARY_BENCH_PG_URL=jdbc:postgresql://host:port/database?user=..&password=..");
    }
    return own("PostgreSQL of Debian", PostgresBinaries.installedIn(DEBIAN));
  }

  /** The bundled binaries, which are built without LZ4. */
  public static BenchServer bundled() throws IOException, SQLException {
    return own("bundled PostgreSQL", PostgresBinaries.bundled());
  }

  private static BenchServer own(String label, PostgresBinaries binaries)
      throws IOException, SQLException {
    BundledPostgres process = BundledPostgres.temporary(binaries, PostgresSettings.durable());
    PostgresAccess access = process.access();
    Login login =
        new Login("127.0.0.1", access.port(), "postgres", access.user(), access.password());
    return new BenchServer(label, login, Optional.of(process));
  }

  private static long postmasterOf(Login login) throws SQLException {
    try (Sql sql = Sql.to(login)) {
      long backend = sql.number("SELECT pg_backend_pid()");
      return ProcessHandle.of(backend)
          .filter(process -> process.info().command().orElse("postgres").contains("postgres"))
          .flatMap(ProcessHandle::parent)
          .map(ProcessHandle::pid)
          .orElse(0L);
    }
  }

  public String describe() throws SQLException {
    try (Sql sql = Sql.to(administrator)) {
      return "%s, %s, LZ4 %s, fsync %s, shared_buffers %s"
          .formatted(
              label,
              sql.text("SELECT split_part(version(), ' (', 1)"),
              hasLz4(sql) ? "yes" : "no",
              sql.text("SHOW fsync"),
              sql.text("SHOW shared_buffers"));
    }
  }

  public boolean hasLz4() throws SQLException {
    try (Sql sql = Sql.to(administrator)) {
      return hasLz4(sql);
    }
  }

  private static boolean hasLz4(Sql sql) throws SQLException {
    return sql.number(
            "SELECT count(*) FROM pg_settings"
                + " WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)")
        == 1;
  }

  Login administrator() {
    return administrator;
  }

  /** Makes an empty database; whoever measures drops it afterwards. */
  public BenchDatabase newDatabase(String name) throws SQLException {
    try (Sql sql = Sql.to(administrator)) {
      sql.run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      sql.run("CREATE DATABASE " + name + " TEMPLATE template0");
    }
    return new BenchDatabase(this, administrator.withDatabase(name));
  }

  @Override
  public long postmaster() {
    return postmaster;
  }

  @Override
  public long walBytes() {
    try (Sql sql = Sql.to(administrator)) {
      return sql.number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot ask " + label, e);
    }
  }

  @Override
  public void close() throws IOException {
    if (own.isPresent()) {
      own.get().close();
    }
  }
}
