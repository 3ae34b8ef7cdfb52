package dev.tributary.core.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.RowRejected;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static TestDatabase target;
  private static Database database;

  @BeforeAll
  static void makeTable() {
    target = PostgresServer.shared().newDatabase();
    database = new Database(url(target.password()).connections());
    database.withConnection("make a table", c -> execute(c, "CREATE TABLE t (id int PRIMARY KEY)"));
  }

  @AfterAll
  static void drop() {
    target.close();
  }

  private static DatabaseUrl url(String password) {
    return DatabaseUrl.parse(target.jdbcUrl())
        .withUser(target.superuser())
        .withPassword(password)
        .with("ApplicationName", "tributary/test");
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String rows() {
    return database.withConnection("count", c -> ask(c, "SELECT count(*) FROM t WHERE id > 0"));
  }

  @Test
  void addressCarriesItsOptionsToTheServer() {
    String name = database.withConnection("ask", c -> ask(c, "SHOW application_name"));
    assertThat(name).isEqualTo("tributary/test");
  }

  @Test
  void failedTransactionLeavesNothing() {
    String before = rows();
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    "write rows",
                    c -> {
                      execute(c, "INSERT INTO t VALUES (1)");
                      throw new IllegalStateException("stop");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void committedTransactionStays() {
    database.inTransaction("write a row", c -> execute(c, "INSERT INTO t VALUES (7)"));
    assertThatThrownBy(
            () ->
                database.inTransaction("write a row", c -> execute(c, "INSERT INTO t VALUES (7)")))
        .isInstanceOf(RowRejected.class)
        .hasMessageContaining("table t, constraint t_pkey")
        .hasMessageNotContaining("(7)");
  }

  @Test
  void deferredRefusalAtTheCommitIsClassified() {
    database.withConnection(
        "make a table",
        c -> execute(c, "CREATE TABLE d (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)"));
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    "write twice", c -> execute(c, "INSERT INTO d VALUES (1), (1)")))
        .isInstanceOf(RowRejected.class);
  }

  @Test
  void killedSessionIsUnavailable() {
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    "work", c -> execute(c, "SELECT pg_terminate_backend(pg_backend_pid())")))
        .isInstanceOf(TargetUnavailable.class);
  }

  @Test
  void raisedFenceIsLostLeadership() {
    assertThatThrownBy(
            () ->
                database.withConnection(
                    "work",
                    c -> execute(c, "DO $$ BEGIN RAISE 'over' USING ERRCODE = 'TB001'; END $$")))
        .isInstanceOf(LeadershipLost.class)
        .hasMessage("cannot work: over");
  }

  @Test
  void missingSchemaSaysHowToInstallIt() {
    assertThatThrownBy(
            () ->
                database.withConnection(
                    "read clients", c -> execute(c, "SELECT 1 FROM sync_metadata.hosts")))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("tributary db install");
  }

  @Test
  void unreachableServerAndWrongDatabaseDiffer() {
    DatabaseUrl nobody = DatabaseUrl.parse("postgresql://u:s3cr3t@127.0.0.1:1/db");
    assertThatThrownBy(() -> new Database(nobody.connections()).withConnection("connect", c -> 1))
        .isInstanceOf(TargetUnavailable.class)
        .hasMessageNotContaining("s3cr3t");
    DatabaseUrl other =
        DatabaseUrl.parse(target.jdbcUrl().replace(target.name(), "nowhere"))
            .withUser(target.superuser())
            .withPassword(target.password());
    assertThatThrownBy(() -> new Database(other.connections()).withConnection("connect", c -> 1))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("check the database name");
  }
}
