package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import dev.tributary.core.internal.metadata.MetadataStatus;
import dev.tributary.core.internal.metadata.MetadataStatus.Right;
import java.util.function.Consumer;

/** Asks once, before a command begins, whether the database and the role are the right ones. */
public final class NodeCheck {
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

  /**
   * As above for a node that stays: a role that may do more than a node needs is refused.
   *
   * @throws dev.tributary.api.TargetUnavailable when the database is away
   */
  public static void requireNodeRole(DatabaseUrl database, ClusterName cluster) {
    require(
        database.connections(),
        cluster,
        warning -> {
          throw new ConfigurationInvalid(
              ("user %s is an administrator or a superuser of the database; a node needs a role as"
                      + " made by: tributary db role --cluster %s (or say --allow-superuser)")
                  .formatted(database.user().orElse("(none named)"), cluster));
        });
  }

  /** As above for a node that stays, whatever its role may do besides. */
  public static void requireAnyRole(DatabaseUrl database, ClusterName cluster) {
    require(database.connections(), cluster, warning -> {});
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
