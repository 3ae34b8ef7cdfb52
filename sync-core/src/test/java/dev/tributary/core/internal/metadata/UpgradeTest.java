package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An older program's schema, with what it holds, under this program. */
class UpgradeTest {
  /** The last file of the oldest schema that a program worked with. */
  private static final int OLDEST = 18;

  private static final String FILLED =
      """
      WITH me AS (SELECT * FROM sync_metadata.client_deployments),
           host AS (INSERT INTO sync_metadata.hosts (hostname, cluster_name)
                    SELECT 'n1', cluster_name FROM me),
           lease AS (INSERT INTO sync_metadata.leader_election
                       (cluster_name, leader_id, acquired_at, expires_at, term, holder)
                     SELECT cluster_name, 'n1', now(), now() + interval '1 hour', 7,
                            gen_random_uuid() FROM me),
           state AS (INSERT INTO sync_metadata.state (key, value) VALUES ('k', '{"a": [1, null]}')),
           conflict AS (INSERT INTO sync_metadata.conflict_log
                          (deployment_id, client_name, table_name, record_key, conflict_type)
                        SELECT deployment_id, client_name, 't', '1', 'no_base' FROM me),
           bad AS (INSERT INTO sync_metadata.quarantine
                     (deployment_id, client_name, table_name, record_key, reason)
                   SELECT deployment_id, client_name, 't', '1', 'why' FROM me),
           ddl AS (INSERT INTO sync_metadata.source_schemas (deployment_id, schema_epoch, content)
                   SELECT deployment_id, 'e', '{"x": 1}' FROM me)
      INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name)
      SELECT deployment_id, client_name FROM me
      """;

  /** Each table of it, as it was; and the mirror. */
  private static final String KEPT_ASIDE =
      """
      DO $$
      DECLARE t regclass;
      BEGIN
        CREATE SCHEMA before;
        FOR t IN SELECT c.oid FROM pg_class c
                  WHERE c.relkind = 'r'
                    AND c.relnamespace IN ('sync_metadata'::regnamespace, 'client_g1'::regnamespace)
        LOOP
          EXECUTE format('CREATE TABLE before.%I AS TABLE %s',
                         (SELECT relname FROM pg_class WHERE oid = t), t);
        END LOOP;
      END $$
      """;

  @Test
  void everyRowThatAnOlderSchemaHoldsIsThereAfterTheUpgrade() throws SQLException {
    String node = "node_" + UUID.randomUUID().toString().substring(0, 8);
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Session admin = new Session(database.connect())) {
      Database asAdmin = new Database(database.connections());
      MetadataInstaller installer = new MetadataInstaller(asAdmin);
      installedUpTo(OLDEST, admin);
      assertThat(installer.status().installed()).hasValue(OLDEST);
      assertThat(installer.status().isOutdated()).isTrue();
      new NodeRoles(asAdmin).createRole(new ClusterName("gamma"), node, "pw");
      try (Session session = new Session(database.connectAs(node, "pw"))) {
        fill(session);
      }
      admin.run(KEPT_ASIDE);
      admin.run("CREATE INDEX hosts_heartbeat ON sync_metadata.hosts (last_heartbeat)");

      assertThat(installer.upgrade()).isEqualTo(MetadataFile.newest());

      List<String> tables =
          admin.all("SELECT relname FROM pg_class WHERE relnamespace = 'before'::regnamespace");
      assertThat(tables).contains("hosts", "sync_jobs", "conflict_log", "audit_log", "t");
      for (String table : tables) {
        assertThat(admin.all(lost(table))).as("rows of %s that are gone", table).isEmpty();
      }
      assertThat(admin.one("SELECT count(*) FROM before.conflict_log")).isEqualTo("1");
      assertThat(admin.one("SELECT to_regclass('sync_metadata.hosts_heartbeat')"))
          .isEqualTo("null");
      try (Session session = new Session(database.connectAs(node, "pw"))) {
        assertThat(session.one("SELECT term FROM sync_metadata.leader_election")).isEqualTo("7");
        session.run("INSERT INTO client_g1.t VALUES ('2', 'after')");
      }
    }
  }

  /** As psql leaves it that runs the files one by one and is interrupted. */
  @Test
  void aSchemaOfItsFirstFileAloneIsNotInstalledAndAnInstallationCompletesIt() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Session admin = new Session(database.connect())) {
      MetadataInstaller installer = new MetadataInstaller(new Database(database.connections()));
      installedUpTo(1, admin);
      assertThat(installer.status().isInstalled()).isFalse();
      installer.install();
      assertThat(installer.status().installed()).hasValue(MetadataFile.newest());
    }
  }

  /** CREATE TABLE IF NOT EXISTS leaves it as it is; no node could lead, and none would say why. */
  @Test
  void aTableFromBeforeTheFirstReleaseIsRefusedWholeAndByName() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Session admin = new Session(database.connect())) {
      MetadataInstaller installer = new MetadataInstaller(new Database(database.connections()));
      installedUpTo(OLDEST, admin);
      admin.run("ALTER TABLE sync_metadata.leader_history DROP COLUMN holder");
      assertThatThrownBy(installer::upgrade)
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("it lacks leader_history.holder. Nothing was changed");
      assertThat(installer.status().installed()).hasValue(OLDEST);

      admin.run("ALTER TABLE sync_metadata.client_deployments DROP COLUMN last_scan_at CASCADE");
      assertThatThrownBy(installer::upgrade)
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("last_scan_at")
          .hasMessageContaining("docs/operations.md, Upgrade");
      assertThat(installer.status().installed()).hasValue(OLDEST);
    }
  }

  /** After a change of a file: write down what it prints, and add the column to older tables. */
  @Test
  void theColumnsThatAnInstallationMakesAreWrittenDown() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Session admin = new Session(database.connect())) {
      new MetadataInstaller(new Database(database.connections())).install();
      assertThat(
              admin.all(
                  """
                  SELECT (table_name || '.' || column_name) COLLATE "C"
                    FROM information_schema.columns JOIN information_schema.tables
                   USING (table_schema, table_name)
                   WHERE table_schema = 'sync_metadata' AND table_type = 'BASE TABLE' ORDER BY 1
                  """))
          .isEqualTo(MetadataColumns.expected());
    }
  }

  private static void installedUpTo(int version, Session admin) throws SQLException {
    for (MetadataFile file : MetadataFile.all()) {
      if (file.version() <= version) {
        admin.run(file.sql());
      }
    }
  }

  private static void fill(Session node) throws SQLException {
    node.run("SELECT sync_metadata.register_client('gamma', 'g1', 'client_g1', '/g1.db', '{}')");
    node.run(
        """
        SELECT sync_metadata.begin_load('g1', 't', 't',
          '[{"name": "id", "type": "text"}, {"name": "name", "type": "text"}]', '["id"]', '{}')
        """);
    node.run("SELECT sync_metadata.finish_load('g1', 't', '[]')");
    node.run("INSERT INTO client_g1.t VALUES ('1', 'before')");
    node.run(FILLED);
  }

  /** Columns may have come since, so a row is there if one that has at least its values is. */
  private static String lost(String table) {
    String now = table.equals("t") || table.startsWith("_sync") ? "client_g1" : "sync_metadata";
    return """
        SELECT to_jsonb(b) FROM before.%1$s b
         WHERE NOT EXISTS (SELECT FROM %2$s.%1$s a WHERE to_jsonb(a) @> to_jsonb(b))
        """
        .formatted(table, now);
  }
}
