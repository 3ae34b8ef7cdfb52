package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import dev.tributary.core.internal.metadata.MetadataStatus;
import dev.tributary.core.internal.metadata.MetadataStatus.Right;
import java.util.function.Consumer;

/** Asks once, before a command begins, whether the database and the role are the right ones. */
final class NodeCheck {
  private NodeCheck() {}

  /**
   * Refuses what cannot work, with the command that helps, and warns of too many rights.
   *
   * @param says hears the warning
   */
  static void require(ConnectionSource connections, ClusterName cluster, Consumer<String> says) {
    MetadataStatus status = new MetadataInstaller(new Database(connections)).status();
    requireSchema(status);
    if (status.rights().contains(Right.SUPERUSER)
        || status.rights().contains(Right.ADMINISTRATOR)) {
      says.accept(
          ("warning: role %s is an administrator; this command needs no more than a role as made"
                  + " by: tributary db role --cluster %s")
              .formatted(status.role(), cluster));
    } else {
      requireCluster(status, cluster);
    }
  }

  private static void requireSchema(MetadataStatus status) {
    if (!status.isInstalled()) {
      throw new ConfigurationInvalid(
          ("the database has no schema sync_metadata that role %s may use; an administrator runs:"
                  + " tributary db install, then: tributary db role --cluster CLUSTER")
              .formatted(status.role()));
    }
    if (status.isOutdated()) {
      throw new ConfigurationInvalid(
          ("schema sync_metadata has version %d, this program needs %d; an administrator runs:"
                  + " tributary db upgrade")
              .formatted(status.installed().getAsInt(), status.wanted()));
    }
    if (status.isAhead()) {
      throw new ConfigurationInvalid(
          "schema sync_metadata has version %d, this program knows %d: use a newer program"
              .formatted(status.installed().getAsInt(), status.wanted()));
    }
  }

  private static void requireCluster(MetadataStatus status, ClusterName cluster) {
    String serves =
        status
            .cluster()
            .orElseThrow(
                () ->
                    new ConfigurationInvalid(
                        ("role %s serves no cluster; an administrator runs: tributary db role"
                                + " --cluster %s --name %s")
                            .formatted(status.role(), cluster, status.role())));
    if (!serves.equals(cluster.value())) {
      throw new ConfigurationInvalid(
          "role %s serves cluster %s, not %s: name it with --cluster %s, or use another role"
              .formatted(status.role(), serves, cluster, serves));
    }
  }
}
