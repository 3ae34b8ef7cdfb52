package dev.tributary.core.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import dev.tributary.core.internal.metadata.NodeRoles;
import dev.tributary.core.internal.snapshot.SnapshotTime;
import dev.tributary.core.internal.snapshot.SourceFile;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import dev.tributary.test.sqlite.SqliteApp;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pass over many clients whose files nobody changed. */
final class IdlePassTest {
  private static final int CLIENTS = 500;
  private static final ClusterName CLUSTER = new ClusterName("default");

  /** A minute from now: what was written today is settled by then. */
  private static final SnapshotTime LATER =
      new SnapshotTime(
          InstantSource.fixed(Instant.now().plus(Duration.ofMinutes(1))), System::nanoTime);

  @TempDir Path directory;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<ClientName> heard = new HashSet<>();

  @Test
  void fiveHundredUnchangedFilesCostOneQueryAndOneStatement() throws Exception {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      ConnectionSource counted = role(database);
      register(database);
      try (LeaderElector elector = LeaderElector.single(new NodeId("idle"), CLUSTER, counted)) {
        Leadership leadership = elector.await(Duration.ofSeconds(5));
        ReadyQueue queue = new ReadyQueue(2);
        SchedulePass pass = pass(counted, queue);
        pass.run(leadership); // the first one also warms the JVM up
        makeDue(database);
        connections.set(0);
        long cpu = cpuOfThisProcess();
        pass.run(leadership);
        long took = cpuOfThisProcess() - cpu;
        assertThat(connections).as("jobs, clients, update").hasValue(3);
        assertThat(queue.waiting()).isZero();
        assertThat(seenUnchanged(database)).isEqualTo(CLIENTS);
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(750));
      }
    }
  }

  @Test
  void onlyTheChangedFileIsRun() throws Exception {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      ConnectionSource counted = role(database);
      register(database);
      Files.write(file(7), new byte[4096], java.nio.file.StandardOpenOption.APPEND);
      try (LeaderElector elector = LeaderElector.single(new NodeId("idle"), CLUSTER, counted)) {
        ReadyQueue queue = new ReadyQueue(2);
        pass(counted, queue).run(elector.await(Duration.ofSeconds(5)));
        assertThat(queue.waiting()).isEqualTo(1);
        assertThat(queue.take().orElseThrow().client().value()).isEqualTo("c7");
        assertThat(seenUnchanged(database)).isEqualTo(CLIENTS - 1);
        assertThat(heard).hasSize(CLIENTS - 1).doesNotContain(new ClientName("c7"));
      }
    }
  }

  @Test
  void aClientWhoseConflictAPersonDecidedIsRunAlthoughItsFileDidNotChange() throws Exception {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      ConnectionSource counted = role(database);
      register(database);
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO sync_metadata.conflict_log (deployment_id, client_name, table_name,"
                + " record_key, conflict_type, decision) SELECT deployment_id, client_name, 't',"
                + " '{}', 'update_conflict', CASE client_name WHEN 'c7' THEN 'source' END"
                + " FROM sync_metadata.client_deployments WHERE client_name IN ('c7', 'c8')");
      }
      try (LeaderElector elector = LeaderElector.single(new NodeId("idle"), CLUSTER, counted)) {
        ReadyQueue queue = new ReadyQueue(2);
        pass(counted, queue).run(elector.await(Duration.ofSeconds(5)));
        assertThat(queue.waiting()).isEqualTo(1);
        assertThat(queue.take().orElseThrow().client().value()).isEqualTo("c7");
      }
    }
  }

  private SchedulePass pass(ConnectionSource connections, ReadyQueue queue) {
    Database database = new Database(connections);
    return new SchedulePass(
        new DueClients(database, CLUSTER, new Backoff(() -> 0.5), heard::addAll),
        new JobQueue(database, CLUSTER, new NodeId("idle")),
        new IdleLook(LATER),
        new PatientLooks(
            new NodeId("idle"),
            new PatientLooks.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30))),
        queue);
  }

  private ConnectionSource role(TestDatabase database) {
    Database administration = new Database(database.connections());
    new MetadataInstaller(administration).install();
    String role = "idle_" + database.name();
    new NodeRoles(administration).createRole(CLUSTER, role, "secret");
    return () -> {
      connections.incrementAndGet();
      return database.connectAs(role, "secret");
    };
  }

  /** As they are after a complete run each; the mirrors themselves are not needed here. */
  private void register(TestDatabase database) throws Exception {
    Path template = directory.resolve("template.db");
    new SqliteApp(template).run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    String insert =
        """
        INSERT INTO sync_metadata.client_deployments
          (cluster_name, client_name, source_path, target_schema, sync_enabled, fingerprint,
           last_sync_at, last_scan_at, last_sync_status)
        VALUES ('default', ?, ?, ?, true, ?, now() - interval '1 hour', now(), 'success')
        """;
    try (Connection connection = database.connect();
        PreparedStatement row = connection.prepareStatement(insert)) {
      for (int i = 0; i < CLIENTS; i++) {
        Files.copy(template, file(i));
        row.setString(1, "c" + i);
        row.setString(2, file(i).toString());
        row.setString(3, "client_c" + i);
        row.setString(4, SourceFile.look(file(i), LATER).text());
        row.addBatch();
      }
      row.executeBatch();
    }
  }

  /** Of all threads: the looks have their own. */
  private static long cpuOfThisProcess() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private Path file(int i) {
    return directory.resolve(i + ".db");
  }

  private static void makeDue(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE sync_metadata.client_deployments"
              + " SET next_sync_at = NULL, last_sync_at = now() - interval '1 hour'");
    }
  }

  private static int seenUnchanged(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM sync_metadata.client_deployments"
                    + " WHERE last_sync_at > now() - interval '1 minute'"
                    + " AND next_sync_at > now() + interval '4 minutes'"
                    + " AND last_sync_status = 'success'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
