package dev.tributary.core;

import dev.tributary.api.ClusterName;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a database has of {@code sync_metadata}, as one role sees it.
 *
 * @param installed the version in the database; empty when there is none, or none that the role may
 *     use
 * @param wanted the version that this program brings; both must be equal to work
 * @param role the login role that asked
 * @param cluster the cluster that the role serves, if it is a node's
 */
public record SchemaStatus(
    OptionalInt installed, int wanted, String role, Optional<ClusterName> cluster) {
  public SchemaStatus {
    Objects.requireNonNull(installed, "installed");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(cluster, "cluster");
  }

  /** Whether nodes of this version may work with it. */
  public boolean isCurrent() {
    return installed.isPresent() && installed.getAsInt() == wanted;
  }
}
