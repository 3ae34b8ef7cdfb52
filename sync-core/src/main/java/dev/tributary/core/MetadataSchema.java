package dev.tributary.core;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import dev.tributary.core.internal.metadata.MetadataStatus;
import dev.tributary.core.internal.metadata.NodeRoles;
import java.util.Objects;

/**
 * The schema {@code sync_metadata} of one database, for its administrator.
 *
 * <p>Nodes never use it: they work with a role from {@link #createRole}, which can neither install
 * nor delete. Each call is one transaction.
 */
public final class MetadataSchema {
  private final MetadataInstaller installer;
  private final NodeRoles roles;

  private MetadataSchema(Database database) {
    installer = new MetadataInstaller(database);
    roles = new NodeRoles(database);
  }

  /**
   * @param administrator connects as a role that may create schemas and roles; it need not be a
   *     superuser
   */
  public static MetadataSchema of(ConnectionSource administrator) {
    return new MetadataSchema(new Database(Objects.requireNonNull(administrator, "administrator")));
  }

  /**
   * Installs the schema, or repairs one that is there; harmless when it is complete.
   *
   * @return the version that is installed now
   */
  public int install() {
    return installer.install();
  }

  /**
   * Brings an older schema to this program's version; does nothing when it is up to date.
   *
   * @return the version that is installed now
   * @throws ConfigurationInvalid when there is no schema, or a newer program's
   */
  public int upgrade() {
    return installer.upgrade();
  }

  /** Reads only; works with any role. */
  public SchemaStatus status() {
    MetadataStatus status = installer.status();
    return new SchemaStatus(
        status.installed(), status.wanted(), status.role(), status.cluster().map(ClusterName::new));
  }

  /** The role that serves the cluster already, or else the name that suits it. */
  public String roleOf(ClusterName cluster) {
    return roles.roleOf(cluster);
  }

  /**
   * Makes the login role of a cluster's nodes, or gives the one that is there this password, which
   * PostgreSQL sees only as a SCRAM verifier.
   *
   * @throws ConfigurationInvalid when the role serves another cluster, or may do more than a node's
   *     role should
   */
  public void createRole(ClusterName cluster, String role, String password) {
    roles.createRole(cluster, role, password);
  }
}
