package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health says UP only while nothing is wrong, and says what is. */
final class NodeConditionTest {
  private static Installed installed;

  @BeforeAll
  static void install() {
    installed = Installed.fresh();
  }

  @AfterAll
  static void drop() {
    installed.close();
  }

  @BeforeEach
  void oneClientThatIsWell() throws SQLException {
    execute("DELETE FROM sync_metadata.client_deployments");
    execute(
        """
        INSERT INTO sync_metadata.client_deployments (cluster_name, client_name, source_path,
          target_schema, sync_enabled, sync_interval, last_sync_at, last_sync_status)
        VALUES ('boot', 'acme', '/data/acme.db', 'client_acme', true, 60, now(), 'success')
        """);
  }

  @Test
  void aNodeWhoseClientsAreWellIsUp() {
    NodeCondition.Verdict verdict = condition(Optional.empty(), Optional.empty()).verdict();
    assertThat(verdict.level()).isEqualTo(NodeCondition.Level.UP);
    assertThat(verdict.details())
        .isEqualTo(Map.of("node", "node-1", "cluster", "boot", "clients", 1));
  }

  @Test
  void aClusterThatNobodyLeadsIsDegraded() {
    NodeCondition.Verdict verdict =
        condition(Optional.of(new HandElector()), Optional.empty()).verdict();
    assertThat(verdict.level()).isEqualTo(NodeCondition.Level.DEGRADED);
    assertThat(verdict.reasons()).containsExactly("no node leads cluster boot");
    assertThat(verdict.details()).containsEntry("role", "follower");
  }

  @Test
  void aClientOnHoldIsAReason() throws SQLException {
    execute(
        "UPDATE sync_metadata.client_deployments"
            + " SET status = 'on_hold', hold_reason = 'the file is empty'");
    assertThatReasonIs("acme is on hold: the file is empty");
  }

  @Test
  void aClientThatLagsIsAReason() throws SQLException {
    execute("UPDATE sync_metadata.client_deployments SET last_sync_at = '2026-01-02T03:04:05Z'");
    assertThatReasonIs("acme was last synced 2026-01-02T03:04:05Z");
  }

  @Test
  void aClientThatWasNeverSyncedIsAReason() throws SQLException {
    execute(
        "UPDATE sync_metadata.client_deployments"
            + " SET last_sync_at = NULL, created_at = now() - interval '1 hour'");
    assertThatReasonIs("acme was last synced never");
  }

  @Test
  void aFailedRunIsAReason() throws SQLException {
    execute("UPDATE sync_metadata.client_deployments SET last_sync_status = 'failed'");
    assertThatReasonIs("the last run of acme failed");
  }

  @Test
  void conflictsAndQuarantineAreReasons() throws SQLException {
    execute(
        """
        INSERT INTO sync_metadata.conflict_log
          (deployment_id, client_name, table_name, record_key, conflict_type)
        SELECT deployment_id, client_name, 'note', '{}', 'update_conflict'
          FROM sync_metadata.client_deployments
        """);
    execute(
        """
        INSERT INTO sync_metadata.quarantine
          (deployment_id, client_name, table_name, record_key, reason)
        SELECT deployment_id, client_name, 'note', '{}', 'refused'
          FROM sync_metadata.client_deployments
        """);
    NodeCondition.Verdict verdict = condition(Optional.empty(), Optional.empty()).verdict();
    assertThat(verdict.reasons())
        .containsExactly("acme: 1 conflicts wait for a person", "acme: 1 rows wait in quarantine");
  }

  @Test
  void whatThisProcessCouldNotPutInForceIsAReason() {
    NodeCondition.Verdict verdict =
        condition(Optional.empty(), Optional.of("globex is not registered")).verdict();
    assertThat(verdict.level()).isEqualTo(NodeCondition.Level.DEGRADED);
    assertThat(verdict.details().get("reasons")).asString().contains("globex is not registered");
  }

  @Test
  void aPausedClientIsNoReason() throws SQLException {
    execute(
        "UPDATE sync_metadata.client_deployments SET sync_enabled = false,"
            + " last_sync_status = 'failed', last_sync_at = now() - interval '1 day'");
    assertThat(condition(Optional.empty(), Optional.empty()).verdict().level())
        .isEqualTo(NodeCondition.Level.UP);
  }

  @Test
  void aNodeThatCannotAskTheDatabaseIsDown() {
    ConnectionSource away =
        () -> {
          throw new SQLException("connection refused", "08001");
        };
    NodeCondition condition =
        new NodeCondition(
            "node-1", "boot", Optional.empty(), new NodeView(away, "boot"), Optional::empty);
    assertThat(condition.verdict().level()).isEqualTo(NodeCondition.Level.DOWN);
    assertThat(condition.verdict().reasons())
        .singleElement()
        .asString()
        .contains("connection refused");
    assertThat(condition.self()).containsEntry("node", "node-1");
  }

  /** As a DataSource that chooses among several, and finds none. */
  @Test
  void aNodeWhoseDataSourceFailsInItsOwnWayIsDown() {
    ConnectionSource odd =
        () -> {
          throw new IllegalStateException("no DataSource for this key");
        };
    NodeCondition condition =
        new NodeCondition(
            "node-1", "boot", Optional.empty(), new NodeView(odd, "boot"), Optional::empty);
    assertThat(condition.verdict().level()).isEqualTo(NodeCondition.Level.DOWN);
    assertThat(condition.verdict().reasons())
        .singleElement()
        .asString()
        .contains("no DataSource for this key");
  }

  private static void assertThatReasonIs(String reason) {
    NodeCondition.Verdict verdict = condition(Optional.empty(), Optional.empty()).verdict();
    assertThat(verdict.level()).isEqualTo(NodeCondition.Level.DEGRADED);
    assertThat(verdict.reasons()).containsExactly(reason);
  }

  private static NodeCondition condition(
      Optional<LeaderElector> elector, Optional<String> ownProblem) {
    ConnectionSource asRole =
        () -> installed.database().connectAs(installed.role(), Installed.PASSWORD);
    return new NodeCondition(
        "node-1", "boot", elector, new NodeView(asRole, "boot"), () -> ownProblem);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = installed.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
