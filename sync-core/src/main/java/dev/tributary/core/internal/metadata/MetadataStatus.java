package dev.tributary.core.internal.metadata;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a database has of {@code sync_metadata}, and what the connected role may do.
 *
 * @param installed the version in the database, empty when nothing is installed
 * @param wanted the version that this program brings
 * @param role the login role that asked
 * @param rights what it may do
 * @param cluster the cluster that the role serves, if it is a node's
 */
public record MetadataStatus(
    OptionalInt installed, int wanted, String role, Set<Right> rights, Optional<String> cluster) {
  public MetadataStatus {
    rights = Set.copyOf(rights);
  }

  /** What matters of a role. */
  public enum Right {
    SUPERUSER,
    /** A member of sync_owner, which passes all checks of clusters. */
    ADMINISTRATOR,
    CREATES_ROLES,
    CREATES_SCHEMAS
  }

  public boolean isInstalled() {
    return installed.isPresent();
  }

  /** Whether {@code tributary db upgrade} has something to do. */
  public boolean isOutdated() {
    return installed.isPresent() && installed.getAsInt() < wanted;
  }

  /** Whether a newer program has been here. */
  public boolean isAhead() {
    return installed.isPresent() && installed.getAsInt() > wanted;
  }
}
