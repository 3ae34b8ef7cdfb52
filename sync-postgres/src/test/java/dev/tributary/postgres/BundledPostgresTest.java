package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundledPostgresTest {
  private static PostgresBinaries binaries;

  @TempDir Path temporary;

  @BeforeAll
  static void unpack() throws IOException {
    binaries = PostgresBinaries.bundled();
  }

  @Test
  void startsAnswersAndStops() throws Exception {
    PostgresAccess access;
    try (BundledPostgres server = started(temporary)) {
      access = server.access();
      assertThat(query(access, "SHOW server_version")).isEqualTo(binaries.version());
      assertThat(query(access, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(query(access, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }
    assertThatThrownBy(() -> query(access, "SELECT 1")).isInstanceOf(SQLException.class);
  }

  @Test
  void comesBackOnTheSamePortAfterACrash() throws Exception {
    try (BundledPostgres server = started(temporary)) {
      PostgresAccess access = server.access();
      query(access, "CREATE TABLE kept AS SELECT 1 AS n");
      server.crash();
      assertThatThrownBy(() -> query(access, "SELECT 1")).isInstanceOf(SQLException.class);
      server.restart();
      assertThat(server.access()).isEqualTo(access);
      assertThat(query(access, "SELECT n FROM kept")).isEqualTo("1");
    }
  }

  private static BundledPostgres started(Path directory) throws IOException {
    return BundledPostgres.start(binaries, directory, PostgresSettings.fast());
  }

  private static String query(PostgresAccess access, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                access.jdbcUrl("postgres"), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}
