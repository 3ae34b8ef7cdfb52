package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.core.MetadataSchema;
import dev.tributary.test.DatabaseTemplate;
import dev.tributary.test.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A database with sync_metadata and a role of one cluster, as an administrator leaves it. */
record Installed(TestDatabase database, String role) implements AutoCloseable {
  static final String CLUSTER = "boot";
  static final String PASSWORD = "only-for-tests";

  private static final DatabaseTemplate TEMPLATE =
      new DatabaseTemplate(empty -> MetadataSchema.of(empty.connections()).install());

  static Installed fresh() {
    TestDatabase database = TEMPLATE.newDatabase();
    MetadataSchema schema = MetadataSchema.of(database.connections());
    // Roles belong to the whole server, and a role serves one cluster in each database.
    String role = "boot_" + database.name();
    schema.createRole(new ClusterName(CLUSTER), role, PASSWORD);
    return new Installed(database, role);
  }

  String[] properties(Path data) {
    return new String[] {
      "tributary.cluster=" + CLUSTER,
      "tributary.datasource.url=" + database.jdbcUrl(),
      "tributary.datasource.username=" + role,
      "tributary.datasource.password=" + PASSWORD,
      "tributary.data-directory=" + data,
      "tributary.sync.poll=100ms"
    };
  }

  /** The one value of a query; empty when there is no row or no such table yet. */
  Optional<String> ask(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
