package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.ClusterReview;
import dev.tributary.core.Confirmation;
import dev.tributary.core.SyncClients;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole cluster: looked at, freed, removed. */
final class ClusterLifecycleTest {
  private static final ClientName THEIRS = new ClientName("theirs");
  private static final Confirmation WORD = new Confirmation("DEREGISTER");

  @TempDir Path directory;
  private EngineTarget target;
  private OtherCluster other;
  private SyncClients clients;
  private ClusterLifecycle cluster;

  @BeforeEach
  void mirrorOneFileInEachCluster() {
    target = EngineTarget.create(directory.resolve("data"));
    other = OtherCluster.in(target, directory.resolve("other"));
    cluster = new ClusterLifecycle(target.connections(), EngineTarget.CLUSTER);
    clients = new SyncClients(target.connections(), EngineTarget.CLUSTER);
    SqliteApp app = new SqliteApp(directory.resolve("app.db"));
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(other.engine().sync(SyncRequest.of(THEIRS, app.file())).outcome())
        .isEqualTo(SyncOutcome.COMPLETE);
    for (String of : List.of("default", "other")) {
      target.execute(
          "INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('test-node', '%s')"
              .formatted(of));
      target.execute(
          "INSERT INTO sync_metadata.state (cluster_name, key, value) VALUES ('%s', 'k', '1')"
              .formatted(of));
    }
  }

  @AfterEach
  void close() {
    other.close();
    target.close();
  }

  private void stopNodes() {
    target.execute(
        "UPDATE sync_metadata.hosts SET status = 'offline' WHERE cluster_name = 'default'");
    target.execute(
        "UPDATE sync_metadata.leader_election SET holder = NULL WHERE cluster_name = 'default'");
  }

  @Test
  void aReviewShowsNodesLeaderAndClients() {
    clients.start(EngineTarget.ACME, "ann");
    ClusterReview review = cluster.review();
    assertThat(review.lease().orElseThrow().leader()).isEqualTo("test-node");
    assertThat(review.lease().orElseThrow().term()).isEqualTo(1);
    assertThat(review.nodes()).singleElement().matches(node -> node.leads());
    assertThat(review.nodes().get(0).standing()).isEqualTo("active");
    assertThat(review.enabled()).extracting(c -> c.name().value()).containsExactly("acme");
    assertThat(review.disabled()).isEmpty();
    clients.pause(EngineTarget.ACME, "ann");
    assertThat(cluster.review().disabled())
        .containsExactly(
            new ClusterReview.Member(
                EngineTarget.ACME, "paused", false, java.util.Optional.of("success")));
  }

  @Test
  void aStuckLeaseIsFreedAndItsHolderCommitsNoMore() {
    assertThat(cluster.unstick("ann")).isEqualTo(2);
    assertThat(cluster.review().lease()).isEmpty();
    assertThat(
            target.query(
                "SELECT actor FROM sync_metadata.audit_log WHERE action = 'unstick_cluster'"))
        .containsExactly("ann");
    ClusterLifecycle foreign = new ClusterLifecycle(other.connections(), EngineTarget.CLUSTER);
    assertThatThrownBy(() -> foreign.unstick("eve"))
        .hasMessageContaining("does not belong to cluster default");
  }

  @Test
  void aClusterIsKeptWhileItSyncsOrRunsOrNobodyTypedTheWord() {
    clients.start(EngineTarget.ACME, "ann");
    assertThatThrownBy(() -> cluster.deregister(new Confirmation("yes"), "ann"))
        .hasMessageContaining("typing DEREGISTER");
    assertThatThrownBy(() -> cluster.deregister(WORD, "ann"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("still syncs: acme (active, last sync success)")
        .hasMessageContaining("pause its sync, move it to another cluster, or deregister it");
    clients.pause(EngineTarget.ACME, "ann");
    assertThatThrownBy(() -> cluster.deregister(WORD, "ann"))
        .hasMessageContaining("nodes of cluster default still run: test-node")
        .hasMessageContaining("tributary node stop");
    assertThat(cluster.review().clients()).hasSize(1);
  }

  @Test
  void nothingOfADeregisteredClusterIsLeftAndTheOtherIsUntouched() {
    List<String> others = rowsOf("other");
    stopNodes();

    ClusterLifecycle.Removed removed = cluster.deregister(WORD, "ann");

    assertThat(removed.clients()).containsExactly("acme");
    assertThat(removed.rows())
        .containsEntry("hosts", 1L)
        .containsEntry("client_deployments", 1L)
        .containsEntry("sync_jobs", 1L)
        .containsEntry("cache_events", 1L);
    assertThat(rowsOf("default")).containsExactly("0|0|0|0|0|0");
    assertThat(rowsOf("other")).isEqualTo(others);
    assertThat(target.query("SELECT count(*) FROM client_acme.note")).containsExactly("1");
    assertThat(
            target.query(
                "SELECT actor FROM sync_metadata.audit_log WHERE action = 'deregister_cluster'"))
        .containsExactly("ann");
  }

  private List<String> rowsOf(String name) {
    return target.query(
        """
        SELECT (SELECT count(*) FROM sync_metadata.hosts WHERE cluster_name = '%1$s'),
               (SELECT count(*) FROM sync_metadata.leader_election WHERE cluster_name = '%1$s'),
               (SELECT count(*) FROM sync_metadata.client_deployments WHERE cluster_name = '%1$s'),
               (SELECT count(*) FROM sync_metadata.state WHERE cluster_name = '%1$s'),
               (SELECT count(*) FROM sync_metadata.sync_jobs j
                  LEFT JOIN sync_metadata.client_deployments d USING (deployment_id)
                 WHERE coalesce(d.cluster_name, j.cluster_name) = '%1$s'),
               (SELECT count(*) FROM sync_metadata.sync_jobs j WHERE NOT EXISTS (
                  SELECT FROM sync_metadata.client_deployments d
                   WHERE d.deployment_id = j.deployment_id))
        """
            .formatted(name));
  }
}
