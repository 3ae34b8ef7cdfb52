package dev.tributary.core.internal.metadata;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.MetadataStatus.Right;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Installs and upgrades the schema {@code sync_metadata}.
 *
 * <p>All files run in one transaction under one lock: two administrators at once, a failure in the
 * middle or a second run leave nothing half done.
 */
public final class MetadataInstaller {
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('sync_metadata.install', 0))";

  /** From the fourth file on nobody renews a lease until all files are done. */
  private static final String DO_NOT_WAIT = "SET LOCAL lock_timeout = '3s'";

  private static final String ROLE =
      """
      SELECT r.rolname, r.rolsuper, r.rolsuper OR r.rolcreaterole AS creates_roles,
             EXISTS (SELECT FROM pg_roles o WHERE o.rolname = 'sync_owner'
                        AND pg_has_role(r.oid, o.oid, 'MEMBER')) AS administrator,
             has_database_privilege(current_database(), 'CREATE') AS creates_schemas,
             EXISTS (SELECT FROM pg_proc p WHERE p.proname = 'my_cluster'
                        AND p.pronamespace = to_regnamespace('sync_metadata')) AS has_schema,
             has_schema_privilege(to_regnamespace('sync_metadata')::oid, 'USAGE') AS sees_schema
        FROM pg_roles r WHERE r.rolname = session_user
      """;
  private static final String VERSION =
      "SELECT coalesce(max(version), 0), sync_metadata.my_cluster() FROM sync_metadata.schema_version";

  private final Database database;

  public MetadataInstaller(Database database) {
    this.database = database;
  }

  /** The version that this program knows. */
  public static int newest() {
    return MetadataFile.newest();
  }

  /** Runs every file, also when all is there already: that is harmless and repairs functions. */
  public int install() {
    return database.inTransaction(
        "install the schema sync_metadata",
        connection -> {
          runAll(connection);
          return MetadataFile.newest();
        });
  }

  /** Brings an older schema up to this program's version; does nothing when it is up to date. */
  public int upgrade() {
    MetadataStatus status = status();
    if (!status.isInstalled()) {
      throw new ConfigurationInvalid(
          "schema sync_metadata is not installed; an administrator runs: tributary db install");
    }
    return status.isOutdated() || status.isAhead() ? install() : status.wanted();
  }

  private static void runAll(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
      statement.execute(DO_NOT_WAIT);
      MetadataStatus before = read(connection);
      refuseNewer(before);
      for (MetadataFile file : MetadataFile.all()) {
        run(file, statement, before);
      }
    }
    MetadataColumns.require(connection);
  }

  private static void run(MetadataFile file, Statement statement, MetadataStatus before)
      throws SQLException {
    try {
      statement.execute(file.sql());
    } catch (SQLException e) {
      if (before.isInstalled() && MetadataColumns.isWanting(e)) {
        throw MetadataColumns.tooOld(file.name() + ": " + e.getMessage());
      }
      throw e;
    }
  }

  private static void refuseNewer(MetadataStatus status) {
    if (status.isAhead()) {
      throw new ConfigurationInvalid(
          "schema sync_metadata has version %d, this program knows %d: use a newer program"
              .formatted(status.installed().getAsInt(), status.wanted()));
    }
  }

  public MetadataStatus status() {
    return database.withConnection("read the version of sync_metadata", MetadataInstaller::read);
  }

  private static MetadataStatus read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ROLE)) {
      row.next();
      String role = row.getString("rolname");
      Set<Right> rights = rights(row);
      if (row.getBoolean("has_schema") && row.getBoolean("sees_schema")) {
        return installed(connection, role, rights);
      }
      return new MetadataStatus(
          OptionalInt.empty(), MetadataFile.newest(), role, rights, Optional.empty());
    }
  }

  private static Set<Right> rights(ResultSet row) throws SQLException {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    for (Right right : Right.values()) {
      boolean has =
          switch (right) {
            case SUPERUSER -> row.getBoolean("rolsuper");
            case ADMINISTRATOR -> row.getBoolean("administrator");
            case CREATES_ROLES -> row.getBoolean("creates_roles");
            case CREATES_SCHEMAS -> row.getBoolean("creates_schemas");
          };
      if (has) {
        rights.add(right);
      }
    }
    return rights;
  }

  private static MetadataStatus installed(Connection connection, String role, Set<Right> rights)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(VERSION)) {
      row.next();
      return new MetadataStatus(
          OptionalInt.of(row.getInt(1)),
          MetadataFile.newest(),
          role,
          rights,
          Optional.ofNullable(row.getString(2)));
    }
  }
}
