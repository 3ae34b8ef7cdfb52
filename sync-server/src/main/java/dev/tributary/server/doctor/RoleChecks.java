package dev.tributary.server.doctor;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.metadata.MetadataStatus;
import dev.tributary.core.internal.metadata.MetadataStatus.Right;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The schema of the program, and what the role may do with it. */
final class RoleChecks {
  private static final String OPEN_TABLES =
      """
      SELECT coalesce(string_agg(c.relname, ', ' ORDER BY c.relname), '') FROM pg_class c
       WHERE c.relnamespace = to_regnamespace('sync_metadata') AND c.relkind = 'r'
         AND NOT c.relrowsecurity
      """;
  private static final String PASSES =
      "SELECT r.rolbypassrls OR r.rolsuper FROM pg_roles r WHERE r.rolname = session_user";
  private static final String TOO_MUCH =
      """
      SELECT coalesce(string_agg(x.what, ', '), '') FROM (
        SELECT 'delete in sync_metadata' AS what FROM pg_class c
         WHERE c.relnamespace = to_regnamespace('sync_metadata') AND c.relname = 'sync_jobs'
           AND has_table_privilege(c.oid, 'DELETE')
        UNION ALL
        SELECT 'create schemas' WHERE has_database_privilege(current_database(), 'CREATE')) x
      """;
  private static final String TEMPORARY =
      "SELECT has_database_privilege(current_database(), 'TEMPORARY')";

  private final ClusterName cluster;

  RoleChecks(ClusterName cluster) {
    this.cluster = cluster;
  }

  Finding schema(MetadataStatus status) {
    if (!status.isInstalled()) {
      return Finding.failure(
          "schema",
          "sync_metadata is not installed, or role %s may not use it".formatted(status.role()),
          "an administrator runs: tributary db install, then: tributary db role --cluster "
              + cluster);
    }
    String said =
        "sync_metadata has version %d, this program brings %d"
            .formatted(status.installed().getAsInt(), status.wanted());
    if (status.isOutdated()) {
      return Finding.failure("schema", said, "an administrator runs: tributary db upgrade");
    }
    return status.isAhead()
        ? Finding.failure("schema", said, "use a newer program")
        : Finding.ok("schema", said);
  }

  List<Finding> role(Connection connection, MetadataStatus status) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    findings.add(serves(status));
    findings.add(rights(connection, status));
    findings.add(rowSecurity(connection));
    return findings;
  }

  private boolean isAdministrator(MetadataStatus status) {
    return status.rights().contains(Right.SUPERUSER)
        || status.rights().contains(Right.ADMINISTRATOR);
  }

  private Finding serves(MetadataStatus status) {
    String role = status.role();
    if (isAdministrator(status)) {
      return Finding.warning(
          "role",
          "role %s is an administrator; nodes refuse to serve as one".formatted(role),
          "make a role for nodes: tributary db role --cluster " + cluster);
    }
    String its = status.cluster().orElse("");
    if (its.equals(cluster.value())) {
      return Finding.ok("role", "role %s serves cluster %s".formatted(role, its));
    }
    return its.isEmpty()
        ? Finding.failure(
            "role",
            "role %s serves no cluster".formatted(role),
            "an administrator runs: tributary db role --cluster %s --name %s"
                .formatted(cluster, role))
        : Finding.failure(
            "role",
            "role %s serves cluster %s, not %s".formatted(role, its, cluster),
            "name the cluster with --cluster %s, or use another role".formatted(its));
  }

  private Finding rights(Connection connection, MetadataStatus status) throws SQLException {
    if (!Asked.one(connection, TEMPORARY).equals("t")) {
      return Finding.failure(
          "rights",
          "role %s may not make temporary tables".formatted(status.role()),
          "an administrator runs: tributary db role --cluster " + cluster);
    }
    String tooMuch = Asked.one(connection, TOO_MUCH);
    return tooMuch.isEmpty() || isAdministrator(status)
        ? Finding.ok("rights", "no more than needed, as far as it is a node's role")
        : Finding.warning(
            "rights",
            "role %s may also: %s".formatted(status.role(), tooMuch),
            "revoke it: a node needs neither");
  }

  private static Finding rowSecurity(Connection connection) throws SQLException {
    String open = Asked.one(connection, OPEN_TABLES);
    if (!open.isEmpty()) {
      return Finding.failure(
          "row_security",
          "not enabled on " + open,
          "an administrator runs: tributary db install, which enables it again");
    }
    return Asked.one(connection, PASSES).equals("t")
        ? Finding.warning(
            "row_security",
            "enabled, but this role passes it and sees every cluster",
            "connect as the role of one cluster")
        : Finding.ok("row_security", "enabled on every table, and this role is subject to it");
  }
}
