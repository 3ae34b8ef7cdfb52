package dev.tributary.test;

import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;

/**
 * A real PostgreSQL for tests.
 *
 * <p>{@link #shared} is one server per JVM, and each test class makes its own database in it; a
 * test that breaks its server takes one of its own with {@link #dedicated}. Which PostgreSQL it is
 * says {@link ServerChoice}.
 */
public final class PostgresServer implements AutoCloseable {
  /** CREATE DATABASE copies what is in a database, not the rights on it. */
  private static final String COPY_GRANTS =
      """
      DO $$
      DECLARE statement text;
      BEGIN
        FOR statement IN
          SELECT format('GRANT %%s ON DATABASE %1$s TO %%I%%s', g.privilege_type, r.rolname,
                        CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_database d CROSS JOIN aclexplode(d.datacl) g JOIN pg_roles r ON r.oid = g.grantee
           WHERE d.datname = '%2$s' AND g.grantee <> d.datdba
        LOOP
          EXECUTE statement;
        END LOOP;
      END $$
      """;

  private final ServerAddress address;
  private final Optional<BundledPostgres> process;
  private final Use use;

  private PostgresServer(ServerAddress address, Optional<BundledPostgres> process, Use use) {
    this.address = address;
    this.process = process;
    this.use = use;
  }

  private enum Use {
    SHARED,
    OWN
  }

  /** The server of this JVM starts with its first use and ends with the JVM. */
  private static final class Shared {
    static final PostgresServer SERVER =
        ServerChoice.configuredUrl()
            .map(url -> new PostgresServer(ServerAddress.of(url), Optional.empty(), Use.SHARED))
            .orElseGet(() -> started(ServerChoice::binaries, PostgresSettings.fast(), Use.SHARED));
  }

  /** The one server of this JVM: nobody may stop it or change its roles' rights for others. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** A server of its own that never syncs to disk. */
  public static PostgresServer dedicated() {
    return dedicated(PostgresSettings.fast());
  }

  /** A server of its own whose commits survive a crash of the machine. */
  public static PostgresServer dedicatedDurable() {
    return dedicated(PostgresSettings.durable());
  }

  /** A server of its own with settings of its own. */
  public static PostgresServer dedicated(PostgresSettings settings) {
    return started(ServerChoice::binaries, settings, Use.OWN);
  }

  /** A server of its own, of a bundled major version: 18, or 15, the oldest supported. */
  public static PostgresServer start(int major) {
    return started(() -> BundledVersions.binaries(major), PostgresSettings.fast(), Use.OWN);
  }

  private static PostgresServer started(Binaries binaries, PostgresSettings settings, Use use) {
    try {
      BundledPostgres process = BundledPostgres.temporary(binaries.find(), settings);
      return new PostgresServer(ServerAddress.of(process.access()), Optional.of(process), use);
    } catch (IOException e) {
      throw new UncheckedIOException("no PostgreSQL for the tests: " + e.getMessage(), e);
    }
  }

  private interface Binaries {
    PostgresBinaries find() throws IOException;
  }

  private interface Lever {
    void pull(BundledPostgres process) throws IOException;
  }

  /** Makes an empty database that no other test uses. */
  public TestDatabase newDatabase() {
    String name = newName();
    execute("CREATE DATABASE " + name + " TEMPLATE template0");
    return new TestDatabase(this, name, address.urlOf(name));
  }

  /** With all that another database holds, to which nobody may be connected. */
  TestDatabase copyOf(TestDatabase original) {
    String name = newName();
    execute(
        "CREATE DATABASE " + name + " TEMPLATE " + original.name() + " STRATEGY file_copy",
        COPY_GRANTS.formatted(name, original.name()));
    return new TestDatabase(this, name, address.urlOf(name));
  }

  private static String newName() {
    return "test_" + UUID.randomUUID().toString().replace('-', '_');
  }

  /** Whether the tests were given this server, which was there before them and stays. */
  boolean wasGiven() {
    return process.isEmpty();
  }

  void drop(String database) {
    execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
  }

  private void execute(String... statements) {
    try (Connection connection =
            DriverManager.getConnection(
                address.urlOf(address.database()), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          String.join("; ", statements) + " failed on " + address + logTail(), e);
    }
  }

  public String superuser() {
    return address.user();
  }

  public String password() {
    return address.password();
  }

  /** The port, which stays the same over {@link #restart}. */
  public int port() {
    return address.port();
  }

  /** Ends every process of the server at once, as a power cut would. */
  public void crash() {
    lever(BundledPostgres::crash);
  }

  /** Fast shutdown. */
  public void stop() {
    lever(BundledPostgres::stop);
  }

  /** Starts again on the same port. */
  public void restart() {
    lever(BundledPostgres::restart);
  }

  /** Holds every process of the server: connections stay open, and nobody answers. */
  public void freeze() {
    lever(BundledPostgres::freeze);
  }

  /** Lets a frozen server go on. */
  public void thaw() {
    lever(BundledPostgres::thaw);
  }

  /** Stops a server of one's own and removes its data. */
  @Override
  public void close() {
    lever(BundledPostgres::close);
  }

  private void lever(Lever lever) {
    if (use == Use.SHARED) {
      throw new IllegalStateException("the shared server serves other tests: use dedicated()");
    }
    try {
      lever.pull(process.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage() + logTail(), e);
    }
  }

  private String logTail() {
    try {
      return process.isPresent() ? "\nits log ends:\n" + process.get().logTail() : "";
    } catch (IOException e) {
      return "\nits log cannot be read: " + e.getMessage();
    }
  }
}
