package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import dev.tributary.core.internal.metadata.NodeRoles;
import java.nio.file.Path;

/** Gives the embedded database its schema, and a role for a cluster, when they are missing. */
final class NodeAccess {
  private NodeAccess() {}

  /**
   * @return the address as the cluster's role, whose password is in a file of the directory
   */
  static DatabaseUrl ensure(DatabaseUrl administrator, ClusterName cluster, Path directory) {
    Database database = new Database(administrator.connections());
    boolean changed = installed(new MetadataInstaller(database));
    NodeRoles roles = new NodeRoles(database);
    String role = roles.roleOf(cluster);
    PasswordFile file = new PasswordFile(directory.resolve("roles").resolve(role + ".password"));
    boolean known = file.exists() && !changed;
    String password = file.readOrDraw();
    if (!known) {
      roles.createRole(cluster, role, password);
    }
    return administrator.withUser(role).withPassword(password);
  }

  private static boolean installed(MetadataInstaller installer) {
    var status = installer.status();
    if (status.isInstalled() && !status.isOutdated()) {
      return false;
    }
    installer.install();
    return true;
  }
}
