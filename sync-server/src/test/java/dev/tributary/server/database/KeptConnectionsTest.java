package dev.tributary.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeptConnectionsTest {
  private final TestDatabase database = PostgresServer.shared().newDatabase();
  private final AtomicLong clock = new AtomicLong();
  private final KeptConnections connections =
      new KeptConnections(database.connections(), clock::get);

  @AfterEach
  void close() {
    connections.close();
    database.close();
  }

  @Test
  void connectionThatWasClosedIsLentAgain() throws SQLException {
    int first = useOnce();

    assertThat(useOnce()).isEqualTo(first);
  }

  @Test
  void twoAtATimeAreTwo() throws SQLException {
    try (Connection one = connections.connect();
        Connection other = connections.connect()) {
      assertThat(backend(one)).isNotEqualTo(backend(other));
    }
  }

  @Test
  void connectionInATransactionEndsWithIt() throws SQLException {
    int first;
    try (Connection connection = connections.connect()) {
      connection.setAutoCommit(false);
      first = backend(connection);
    }

    assertThat(useOnce()).isNotEqualTo(first);
  }

  @Test
  void connectionThatDiedWhileItWaitedIsReplaced() throws SQLException {
    int first = useOnce();
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_terminate_backend(%d, 5000)".formatted(first));
    }
    clock.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(useOnce()).isNotEqualTo(first);
  }

  @Test
  void connectionThatWasGivenBackIsOfNoUse() throws SQLException {
    Connection connection = connections.connect();
    connection.close();
    connection.close();

    assertThat(connection.isClosed()).isTrue();
    assertThatThrownBy(connection::createStatement)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("given back");
    assertThat(useOnce()).isPositive();
  }

  @Test
  void closingEndsWhatNobodyUses() throws SQLException {
    int first = useOnce();
    connections.close();

    assertThat(useOnce()).isNotEqualTo(first);
  }

  private int useOnce() throws SQLException {
    try (Connection connection = connections.connect()) {
      return backend(connection);
    }
  }

  private static int backend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
