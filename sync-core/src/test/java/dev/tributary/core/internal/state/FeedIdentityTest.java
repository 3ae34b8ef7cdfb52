package dev.tributary.core.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.NodeId;
import dev.tributary.core.MetadataSchema;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the feed calls one life of one database, on the oldest and the newest PostgreSQL. */
final class FeedIdentityTest {
  private static final ClusterName CLUSTER = new ClusterName("default");

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aCrashBeginsAnotherLifeAndAPlainRestartDoesNot(int major) {
    try (PostgresServer server = PostgresServer.start(major);
        TestDatabase database = server.newDatabase()) {
      MetadataSchema schema = MetadataSchema.of(database.connections());
      schema.install();
      String role = "state_identity_" + major;
      schema.createRole(CLUSTER, role, "secret");
      ConnectionSource asNode = () -> database.connectAs(role, "secret");
      String first = identity(asNode);
      assertThat(identity(asNode)).isEqualTo(first);
      server.stop();
      server.restart();
      assertThat(identity(asNode)).as("after a plain restart").isEqualTo(first);
      server.crash();
      server.restart();
      assertThat(identity(asNode)).as("after a crash").isNotEqualTo(first);
    }
  }

  private static String identity(ConnectionSource connections) {
    try (PostgresParts parts =
        new PostgresParts(
            connections, connections, CLUSTER, new NodeId("n"), StateSettings.defaults())) {
      FeedPage page = parts.store().table().page(OptionalLong.empty());
      assertThat(page.identity().split("/")).hasSize(4);
      return page.identity();
    }
  }
}
