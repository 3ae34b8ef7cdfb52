package dev.tributary.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PostgresServerTest {

  @Test
  void eachDatabaseIsItsOwn() throws SQLException {
    try (TestDatabase one = PostgresServer.shared().newDatabase();
        TestDatabase other = PostgresServer.shared().newDatabase()) {
      run(one, "CREATE TABLE only_here ()");
      assertThat(value(other, "SELECT to_regclass('only_here')")).isEqualTo("null");
      assertThat(value(one, "SELECT to_regclass('only_here')")).isEqualTo("only_here");
    }
  }

  @Test
  void aClosedDatabaseIsGoneEvenWhileSomebodyIsConnected() throws SQLException {
    PostgresServer server = PostgresServer.shared();
    try (TestDatabase looker = server.newDatabase()) {
      TestDatabase closed = server.newDatabase();
      try (Connection forgotten = closed.connect()) {
        closed.close();
        assertThat(forgotten.isValid(5)).isFalse();
      }
      assertThat(value(looker, "SELECT count(*) FROM pg_database WHERE datname='%s'", closed))
          .isEqualTo("0");
    }
  }

  @Test
  void aRoleConnectsWithItsPasswordOnly() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      run(database, "CREATE ROLE reader_of_tests LOGIN PASSWORD 'right'");
      try (Connection reader = database.connectAs("reader_of_tests", "right")) {
        assertThat(reader.isValid(5)).isTrue();
      }
      assertThatThrownBy(() -> database.connectAs("reader_of_tests", "wrong"))
          .isInstanceOf(SQLException.class);
      run(database, "DROP ROLE reader_of_tests");
    }
  }

  @Test
  void theSharedServerCannotBeStopped() {
    assertThatThrownBy(() -> PostgresServer.shared().crash())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dedicated()");
  }

  @Test
  void theOldestSupportedVersionRuns() throws SQLException {
    try (PostgresServer server = PostgresServer.start(15);
        TestDatabase database = server.newDatabase()) {
      assertThat(value(database, "SHOW server_version")).startsWith("15.");
    }
  }

  @Test
  void aDurableServerSyncsToDisk() throws SQLException {
    try (PostgresServer server = PostgresServer.dedicatedDurable();
        TestDatabase database = server.newDatabase()) {
      assertThat(value(database, "SHOW fsync")).isEqualTo("on");
    }
  }

  @Test
  void aFrozenServerAnswersAgainAfterTheThaw() throws SQLException {
    try (PostgresServer server = PostgresServer.dedicated();
        TestDatabase database = server.newDatabase();
        Connection connection = database.connect()) {
      server.freeze();
      assertThat(connection.isValid(1)).isFalse();
      server.thaw();
      assertThat(value(database, "SELECT 1")).isEqualTo("1");
    }
  }

  private static void run(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(TestDatabase database, String sql, TestDatabase... named)
      throws SQLException {
    Object[] names = Arrays.stream(named).map(TestDatabase::name).toArray();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.formatted(names))) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }
}
