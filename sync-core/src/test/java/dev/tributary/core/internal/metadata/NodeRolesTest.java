package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NodeRolesTest {
  private static final ClusterName ALPHA = new ClusterName("alpha");
  private static final ClusterName BETA = new ClusterName("beta");

  private static TwoClusters clusters;
  private static NodeRoles roles;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
    roles = new NodeRoles(new Database(clusters.database.connections()));
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  @Test
  void roleIsAnOrdinaryOne() throws SQLException {
    assertThat(
            clusters.admin.one(
                """
                SELECT rolcanlogin AND NOT (rolsuper OR rolcreatedb OR rolcreaterole
                       OR rolreplication OR rolbypassrls) FROM pg_roles WHERE rolname = ?
                """,
                clusters.roleA))
        .isEqualTo("t");
    assertThat(
            clusters.a.one(
                "SELECT has_database_privilege(current_database(), 'TEMP')"
                    + " AND has_database_privilege(current_database(), 'CONNECT')"
                    + " AND NOT has_database_privilege(current_database(), 'CREATE')"))
        .isEqualTo("t");
  }

  @Test
  void roleOfOneClusterIsRefusedToAnother() {
    assertThatThrownBy(() -> roles.createRole(BETA, clusters.roleA, "other"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("serves cluster alpha already");
    assertThat(clusters.a.fails("SELECT 1")).isEmpty();
  }

  @Test
  void repeatingIsHarmlessAndChangesThePassword() throws SQLException {
    roles.createRole(ALPHA, clusters.roleA, "another secret");
    clusters.database.connectAs(clusters.roleA, "another secret").close();
    roles.createRole(ALPHA, clusters.roleA, TwoClusters.PASSWORD);
    clusters.as(clusters.roleA).close();
  }

  @Test
  void powerfulRolesAreRefusedAndKeepTheirPassword() {
    assertThatThrownBy(() -> roles.createRole(ALPHA, clusters.database.superuser(), "stolen"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("is a superuser");
    assertThatThrownBy(() -> roles.createRole(ALPHA, "sync_owner", "stolen"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("sync_owner");
  }

  @Test
  void roleThatReadsTheTablesOfEverybodyIsRefused() throws SQLException {
    String role = clusters.roleA + "_reader";
    clusters.admin.run("CREATE ROLE " + role + "; GRANT pg_read_all_data TO " + role);
    try {
      assertThatThrownBy(() -> roles.createRole(ALPHA, role, "secret"))
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("tables of everybody");
    } finally {
      clusters.admin.run("DROP ROLE " + role);
    }
  }

  @Test
  void nodeCannotBindRoles() {
    NodeRoles asNode =
        new NodeRoles(
            new Database(() -> clusters.database.connectAs(clusters.roleA, TwoClusters.PASSWORD)));
    assertThatThrownBy(() -> asNode.createRole(ALPHA, "another_node", "x"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("lacks this right");
    assertThat(clusters.a.fails("SELECT sync_metadata.bind_role('beta', session_user::text)"))
        .isEqualTo("42501");
  }

  @Test
  void eachClusterHasARoleNameOfItsOwn() {
    assertThat(roles.roleOf(ALPHA)).isEqualTo(clusters.roleA);
    assertThat(roles.roleOf(new ClusterName("Prod.Host-1"))).isEqualTo("sync_prod_host_1");
  }

  @Test
  void roleThatComesLaterSeesTheClientsOfItsCluster() throws SQLException {
    String late = clusters.roleA + "_late";
    clusters.table("early");
    roles.createRole(ALPHA, late, TwoClusters.PASSWORD);
    try (Session session = clusters.as(late)) {
      session.run("INSERT INTO client_a1.early (id) VALUES ('x')");
      assertThat(session.one("SELECT count(*) FROM client_a1._sync_drift")).isEqualTo("0");
    }
    clusters.admin.run("SELECT sync_metadata.unbind_role('" + late + "')");
    clusters.admin.run("DROP ROLE " + late);
    assertThat(clusters.admin.all("SELECT 1 FROM pg_roles WHERE rolname = ?", late)).isEmpty();
  }
}
