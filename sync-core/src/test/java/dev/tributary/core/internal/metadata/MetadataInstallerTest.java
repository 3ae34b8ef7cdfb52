package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.MetadataStatus.Right;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.File;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetadataInstallerTest {

  @Test
  void everyFileOfTheFolderIsRunInItsOrder() {
    String folder = "/dev/tributary/core/metadata";
    String[] files =
        new File(URI.create(MetadataInstaller.class.getResource(folder).toString())).list();
    assertThat(MetadataFile.all().stream().map(MetadataFile::name))
        .containsExactly(Stream.of(files).sorted().toArray(String[]::new));
    assertThat(MetadataFile.all().get(MetadataFile.all().size() - 1).version())
        .isEqualTo(MetadataFile.newest());
  }

  @Test
  void installingTwiceAndByTwoAtOnceIsHarmless() throws Exception {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      MetadataInstaller installer = installer(database, database.superuser());
      assertThat(installer.status().isInstalled()).isFalse();
      assertThatThrownBy(installer::upgrade).hasMessageContaining("tributary db install");
      var two = Executors.newFixedThreadPool(2);
      List<Future<Integer>> runs =
          List.of(two.submit(installer::install), two.submit(installer::install));
      for (Future<Integer> run : runs) {
        assertThat(run.get()).isEqualTo(MetadataFile.newest());
      }
      two.shutdown();
      assertThat(installer.install()).isEqualTo(MetadataFile.newest());
      assertThat(installer.upgrade()).isEqualTo(MetadataFile.newest());
      MetadataStatus status = installer.status();
      assertThat(status.installed()).hasValue(MetadataFile.newest());
      assertThat(status.isOutdated() || status.isAhead()).isFalse();
      assertThat(status.rights()).contains(Right.SUPERUSER, Right.ADMINISTRATOR);
    }
  }

  @Test
  void newerSchemaAndForeignSchemaAreLeftAlone() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Session admin = new Session(database.connect())) {
      MetadataInstaller installer = installer(database, database.superuser());
      admin.run("CREATE SCHEMA sync_metadata");
      assertThatThrownBy(installer::install)
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("belongs to " + database.superuser())
          .hasMessageContaining("RENAME TO");
      admin.run("DROP SCHEMA sync_metadata");
      installer.install();
      admin.run("INSERT INTO sync_metadata.schema_version VALUES (1000, 'from the future')");
      assertThatThrownBy(installer::upgrade).hasMessageContaining("use a newer program");
      assertThatThrownBy(installer::install).hasMessageContaining("use a newer program");
    }
  }

  @Test
  void administratorWithoutSuperuserInstallsAndServes() throws SQLException {
    installAsOwnerOfTheDatabase(PostgresServer.shared());
  }

  @Test
  void administratorWithoutSuperuserInstallsAndServesOnTheOldestServer() throws SQLException {
    try (PostgresServer oldest = PostgresServer.start(15)) {
      installAsOwnerOfTheDatabase(oldest);
      try (TwoClusters clusters = new TwoClusters(oldest)) {
        clusters.table("t");
        assertThat(clusters.b.all("SELECT client_name FROM sync_metadata.v_sync_status"))
            .containsExactly("b1");
      }
    }
  }

  /** What it has locked by then is what the nodes need to keep their lease. */
  @Test
  void waitsForNoRunWhileTheLeaseIsLocked() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Connection run = database.connect();
        Statement statement = run.createStatement()) {
      MetadataInstaller installer = new MetadataInstaller(new Database(database.connections()));
      installer.install();
      run.setAutoCommit(false);
      statement.execute("LOCK TABLE sync_metadata.client_deployments IN ROW EXCLUSIVE MODE");
      statement.execute("SET LOCAL idle_in_transaction_session_timeout = '20s'");
      assertThatThrownBy(installer::install)
          .isInstanceOf(TargetUnavailable.class)
          .hasMessageContaining("run again");
      run.rollback();
      assertThat(installer.install()).isEqualTo(MetadataFile.newest());
    }
  }

  /** As Supabase's postgres: owns the database, may create roles, is no superuser. */
  private static void installAsOwnerOfTheDatabase(PostgresServer server) throws SQLException {
    String admin = "admin_" + UUID.randomUUID().toString().substring(0, 8);
    String node = "node_" + UUID.randomUUID().toString().substring(0, 8);
    try (TestDatabase database = server.newDatabase();
        Session superuser = new Session(database.connect())) {
      makeAdministrator(superuser, admin);
      superuser.run("ALTER DATABASE " + database.name() + " OWNER TO " + admin);
      MetadataInstaller installer = installer(database, admin);
      installer.install();
      installer.install();
      assertThat(installer.status().rights())
          .contains(Right.ADMINISTRATOR, Right.CREATES_ROLES, Right.CREATES_SCHEMAS)
          .doesNotContain(Right.SUPERUSER);
      serve(database, admin, node);
    }
  }

  private static void serve(TestDatabase database, String admin, String node) throws SQLException {
    Database asAdmin = new Database(() -> database.connectAs(admin, "pw"));
    new NodeRoles(asAdmin).createRole(new ClusterName("gamma"), node, "pw");
    new NodeRoles(asAdmin).createRole(new ClusterName("gamma"), node, "pw");
    try (Session session = new Session(database.connectAs(node, "pw"));
        Session administrator = new Session(database.connectAs(admin, "pw"))) {
      session.run(
          "SELECT sync_metadata.register_client('gamma', 'g1', 'client_g1', '/g1.db', '{}')");
      assertThat(session.one("SELECT count(*) FROM client_g1._sync_archive")).isEqualTo("0");
      session.run("INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('n', 'gamma')");
      assertThat(administrator.update("DELETE FROM sync_metadata.hosts")).isEqualTo(1);
      administrator.run("SELECT sync_metadata.deregister_client('g1', true)");
      assertThat(administrator.all("SELECT 1 FROM pg_namespace WHERE nspname = 'client_g1'"))
          .isEmpty();
    }
  }

  @Test
  void administratorWhoMayNotPassCreateOnLendsHisRight() throws SQLException {
    installWithCreateAlone(PostgresServer.shared());
    try (PostgresServer oldest = PostgresServer.start(15)) {
      installWithCreateAlone(oldest);
    }
  }

  private static void installWithCreateAlone(PostgresServer server) throws SQLException {
    String admin = "admin_" + UUID.randomUUID().toString().substring(0, 8);
    String node = "node_" + UUID.randomUUID().toString().substring(0, 8);
    try (TestDatabase database = server.newDatabase();
        Session superuser = new Session(database.connect())) {
      makeAdministrator(superuser, admin);
      assertThatThrownBy(installer(database, admin)::install)
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("GRANT CREATE ON DATABASE " + database.name() + " TO " + admin);
      superuser.run("GRANT CREATE ON DATABASE " + database.name() + " TO " + admin);
      installer(database, admin).install();
      installer(database, admin).install();
      serve(database, admin, node);
      try (Session session = new Session(database.connectAs(node, "pw"))) {
        assertThatThrownBy(() -> session.run("SELECT sync_metadata.make_schema('mine')"))
            .hasMessageContaining("permission denied");
      }
      installer(database, database.superuser()).install();
      assertThat(
              superuser.one(
                  """
                  SELECT pg_get_userbyid(proowner) FROM pg_proc
                   WHERE oid = 'sync_metadata.make_schema(text)'::regprocedure
                  """))
          .isEqualTo("sync_owner");
    }
  }

  private static void makeAdministrator(Session superuser, String admin) throws SQLException {
    boolean fresh = superuser.all("SELECT 1 FROM pg_roles WHERE rolname='sync_owner'").isEmpty();
    superuser.run("CREATE ROLE " + admin + " LOGIN CREATEROLE PASSWORD 'pw'");
    if (!fresh) { // another administrator of this server shares them with him
      superuser.run("GRANT sync_owner, sync_nodes TO " + admin + " WITH ADMIN OPTION");
    }
  }

  @Test
  void whoIsNoAdministratorIsToldWhoMayInstall() throws SQLException {
    String weak = "weak_" + UUID.randomUUID().toString().substring(0, 8);
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Session superuser = new Session(database.connect())) {
      superuser.run("CREATE ROLE " + weak + " LOGIN PASSWORD 'pw'");
      assertThatThrownBy(installer(database, weak)::install)
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("role " + weak + " is no administrator")
          .hasMessageContaining("CREATEROLE and CREATE on the database");
    }
  }

  private static MetadataInstaller installer(TestDatabase database, String role) {
    String password = role.equals(database.superuser()) ? database.password() : "pw";
    return new MetadataInstaller(new Database(() -> database.connectAs(role, password)));
  }
}
