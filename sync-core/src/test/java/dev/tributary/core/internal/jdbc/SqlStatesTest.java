package dev.tributary.core.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlStatesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08000", "08001", "08006", "53100", "53300", "57P01", "57P03", "57014", "40001", "40P01",
        "55P03", "25P03"
      })
  void whatPassesIsRetried(String state) {
    assertThat(translated(state))
        .isInstanceOf(TargetUnavailable.class)
        .hasMessageStartingWith("cannot read the clients: because");
  }

  @Test
  void exhaustedPoolIsRetried() {
    assertThat(
            SqlStates.toSyncException(
                "read the clients", new SQLTransientConnectionException("pool is empty")))
        .isInstanceOf(TargetUnavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22P05", "22003", "23505", "23502", "54000"})
  void rowsAreRejectedWithTheirState(String state) {
    assertThat(translated(state))
        .isInstanceOfSatisfying(RowRejected.class, e -> assertThat(e.sqlState()).isEqualTo(state));
  }

  @Test
  void batchThatLostItsConnectionQuotesNeitherStatementNorValues() {
    SQLException away = new SQLException("the connection broke", "08006");
    SQLException batch =
        new BatchUpdateException(
            "Batch entry 0 INSERT INTO t\nVALUES ('dear value') was aborted",
            "08006",
            new int[0],
            away);
    batch.setNextException(away);
    assertThat(SqlStates.toSyncException("write table t", batch))
        .isInstanceOf(TargetUnavailable.class)
        .hasMessage("cannot write table t: the connection broke");
  }

  @Test
  void rejectedRowsValueIsNotInTheMessage() {
    String server =
        "SERROR\0C23505\0Mduplicate key 'dear value'\0DKey (id)=(dear value) exists.\0tuser\0"
            + "nuser_pkey\0\0";
    SQLException e = new PSQLException(new ServerErrorMessage(server));
    assertThat(SqlStates.toSyncException("write table user", e))
        .hasMessageContaining("table user, constraint user_pkey")
        .hasMessageNotContaining("dear value");
  }

  @Test
  void limitOfTheServerIsNamed() {
    String server = "SERROR\0C54000\0Mrow is too big: size 9000, maximum size 8160\0\0";
    SQLException e = new PSQLException(new ServerErrorMessage(server));
    assertThat(SqlStates.toSyncException("write table t", e))
        .hasMessageContaining("row is too big: size 9000, maximum size 8160");
  }

  @Test
  void unknownHostIsNamed() {
    SQLException e =
        new SQLException("The attempt failed.", "08001", new UnknownHostException("nowhere"));
    assertThat(SqlStates.toSyncException("connect", e))
        .isInstanceOf(TargetUnavailable.class)
        .hasMessage("cannot connect: there is no host nowhere");
  }

  @Test
  void attemptToConnectThatTookTooLongSaysSo() {
    SQLException e =
        new SQLException("It failed.", "08001", new SocketTimeoutException("Connect timed out"));
    assertThat(SqlStates.toSyncException("connect", e))
        .hasMessage("cannot connect: It failed. Connect timed out");
  }

  @ParameterizedTest
  @CsvSource({
    "53100, make room there",
    "53200, out of memory",
    "53300, max_connections",
    "55P03, holds a lock",
  })
  void whatComesBackSoonerWithHelpSaysHow(String state, String wayOut) {
    assertThat(translated(state))
        .isInstanceOf(TargetUnavailable.class)
        .hasMessageContaining(wayOut);
  }

  @Test
  void fenceMeansLeadershipLost() {
    assertThat(translated("TB001")).isInstanceOf(LeadershipLost.class);
  }

  @ParameterizedTest
  @CsvSource({
    "28P01, check user and password",
    "28000, check user and password",
    "3D000, check the database name",
    "3F000, tributary db install",
    "42P01, tributary db install",
    "42883, tributary db install",
    "42501, lacks this right",
    "42P05, pgbouncer=true",
    "26000, pgbouncer=true",
    "25006, address of the primary",
    "08004, sslmode",
    "42601, SQLSTATE 42601",
    "0A000, SQLSTATE 0A000",
    "XX000, SQLSTATE XX000",
  })
  void whatAPersonMustDoIsSaid(String state, String wayOut) {
    assertThat(translated(state))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("cannot read the clients: because")
        .hasMessageContaining(wayOut);
  }

  @Test
  void hintOfTheServerIsTheWayOut() {
    SQLException e = new PSQLException(new ServerErrorMessage("SERROR\0C42501\0Mno\0Hdo this\0\0"));
    assertThat(SqlStates.toSyncException("move it", e)).hasMessage("cannot move it: no; do this");
    e = new PSQLException(new ServerErrorMessage("SERROR\0C42501\0Mno\0HDo this.\0\0"));
    assertThat(SqlStates.toSyncException("move it", e)).hasMessage("cannot move it: no. Do this.");
  }

  @Test
  void untrustedCertificateIsNotRetried() {
    SQLException e = new SQLException("SSL error", "08006", new CertificateException("unknown CA"));
    assertThat(SqlStates.toSyncException("connect", e))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("sslrootcert");
  }

  private static SyncException translated(String state) {
    return SqlStates.toSyncException("read the clients", new SQLException("because", state));
  }
}
