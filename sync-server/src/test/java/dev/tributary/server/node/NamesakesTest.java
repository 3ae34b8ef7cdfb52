package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClusterName;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.Namesakes;
import dev.tributary.test.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which row of hosts is that of a process that lives. */
final class NamesakesTest {
  private static final String SESSION =
      "SELECT pid || '/' || extract(epoch FROM backend_start) FROM pg_stat_activity"
          + " WHERE pid = pg_backend_pid()";
  private static final Optional<String> THERE = Optional.of("on host box, http://box:9443");

  @TempDir private Path directory;
  private TestCluster cluster;
  private DatabaseUrl url;

  @BeforeEach
  void open() {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    url =
        DatabaseUrl.parse(cluster.environment().get("DATABASE_URL"))
            .withPasswordFile(Path.of(cluster.environment().get("DATABASE_PASSWORD_FILE")));
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private Optional<String> living() {
    return new Namesakes(new ClusterName("prod"), new NodeId("a"), Duration.ofSeconds(30))
        .living(url);
  }

  @Test
  void itSaidSoShortlyAgoAndItsSessionStands() throws Exception {
    try (Connection its = url.connections().connect();
        Statement statement = its.createStatement();
        ResultSet row = statement.executeQuery(SESSION)) {
      row.next();
      String session = row.getString(1);
      assertThat(living()).as("nobody has that name").isEmpty();
      cluster.execute(
          ("INSERT INTO sync_metadata.hosts (hostname, cluster_name, api_url, metadata) VALUES"
                  + " ('a', 'prod', 'http://box:9443', '{\"machine\": \"box\", \"session\": \"%s\"}')")
              .formatted(session));
      assertThat(living()).isEqualTo(THERE);
      set("status = 'offline'");
      assertThat(living()).as("it said that it ends").isEmpty();
      set("status = 'maintenance'");
      assertThat(living()).isEqualTo(THERE);
      set("last_heartbeat = now() - interval '69 seconds'");
      assertThat(living()).isEqualTo(THERE);
      set("last_heartbeat = now() - interval '71 seconds'");
      assertThat(living()).as("silent for two heartbeats: a host that vanished").isEmpty();
      set("last_heartbeat = now(), metadata = metadata || '{\"session\": null}'");
      assertThat(living()).as("behind a pooler").isEmpty();
      set("metadata = metadata || '{\"session\": \"" + session + "\"}'");
      assertThat(living()).isEqualTo(THERE);
    }
    await("its session ended").until(() -> living().isEmpty());
  }

  private void set(String what) {
    cluster.execute("UPDATE sync_metadata.hosts SET " + what);
  }
}
