package dev.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import org.junit.jupiter.api.Test;

final class MetadataSchemaTest {
  private static final ClusterName PROD = new ClusterName("prod");
  private static final String PASSWORD = "only-for-this-test";

  @Test
  void anAdministratorInstallsAndMakesTheRoleOfACluster() {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      MetadataSchema schema = MetadataSchema.of(database.connections());
      assertThat(schema.status().installed()).isEmpty();
      assertThat(schema.status().isCurrent()).isFalse();
      assertThatThrownBy(schema::upgrade).isInstanceOf(ConfigurationInvalid.class);

      int version = schema.install();
      assertThat(schema.upgrade()).isEqualTo(version);
      assertThat(schema.status().installed()).hasValue(version);
      assertThat(schema.status().cluster()).isEmpty();

      String role = "node_" + database.name();
      schema.createRole(PROD, role, PASSWORD);
      assertThat(schema.roleOf(PROD)).isEqualTo(role);
      assertThatThrownBy(() -> schema.createRole(new ClusterName("other"), role, PASSWORD))
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("prod");
    }
  }

  @Test
  void aNodeSeesWhatItServesAndInstallsNothing() {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      String role = "node_" + database.name();
      MetadataSchema.of(database.connections()).install();
      MetadataSchema.of(database.connections()).createRole(PROD, role, PASSWORD);

      MetadataSchema asNode = MetadataSchema.of(() -> database.connectAs(role, PASSWORD));
      SchemaStatus status = asNode.status();
      assertThat(status.isCurrent()).isTrue();
      assertThat(status.role()).isEqualTo(role);
      assertThat(status.cluster()).contains(PROD);
      assertThatThrownBy(asNode::install).isInstanceOf(ConfigurationInvalid.class);
    }
  }
}
