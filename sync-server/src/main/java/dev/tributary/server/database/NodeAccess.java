package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.core.MetadataSchema;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.nio.file.Path;

/** Gives the embedded database its schema, and a role for a cluster, when they are missing. */
final class NodeAccess {
  private NodeAccess() {}

  /**
   * @return the address as the cluster's role, whose password is in a file of the directory
   */
  static DatabaseUrl ensure(DatabaseUrl administrator, ClusterName cluster, Path directory) {
    MetadataSchema schema = MetadataSchema.of(administrator.connections());
    boolean changed = installed(schema);
    String role = schema.roleOf(cluster);
    PasswordFile file = new PasswordFile(directory.resolve("roles").resolve(role + ".password"));
    boolean known = file.exists() && !changed;
    String password = file.readOrDraw();
    if (!known) {
      schema.createRole(cluster, role, password);
    }
    return administrator.withUser(role).withPassword(password);
  }

  private static boolean installed(MetadataSchema schema) {
    if (schema.status().isCurrent()) {
      return false;
    }
    schema.install();
    return true;
  }
}
