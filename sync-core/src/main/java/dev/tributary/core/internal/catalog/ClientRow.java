package dev.tributary.core.internal.catalog;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One row of {@code client_deployments} as it was read.
 *
 * @param fingerprint of the file at the last complete run; empty: never complete
 * @param stateEpoch new with each commit of the client; whoever commits compares and sets it
 * @param trusted the database is the one that the last run wrote to, so that {@code xmin} tells
 *     whether others touched a row
 * @param waiting open conflicts and quarantined rows
 * @param checkDue the last scan is a day old: look even if the file seems unchanged
 * @param source the file's path as it was registered
 * @param massDeletePercent the client's own limit of the guard, from its {@code config}
 * @param massDeleteRows likewise
 * @param confirmedVersion of the file, whose hold a person has confirmed
 * @param deletes what happens to rows that left the source
 * @param conflicts settings of conflicts
 */
public record ClientRow(
    UUID id,
    ClientName name,
    ClusterName cluster,
    String schema,
    String status,
    Optional<String> holdReason,
    Optional<String> fingerprint,
    Optional<String> schemaEpoch,
    UUID stateEpoch,
    long hashSeed,
    boolean trusted,
    long waiting,
    boolean checkDue,
    Path source,
    OptionalLong massDeletePercent,
    OptionalLong massDeleteRows,
    Optional<String> confirmedVersion,
    DeleteSetting deletes,
    ConflictSettings conflicts) {
  public ClientRow {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(stateEpoch, "stateEpoch");
    Objects.requireNonNull(deletes, "deletes");
    Objects.requireNonNull(conflicts, "conflicts");
  }

  /** The same client after a commit. */
  public ClientRow withEpoch(UUID epoch) {
    return new ClientRow(
        id,
        name,
        cluster,
        schema,
        status,
        holdReason,
        fingerprint,
        schemaEpoch,
        epoch,
        hashSeed,
        trusted,
        waiting,
        checkDue,
        source,
        massDeletePercent,
        massDeleteRows,
        confirmedVersion,
        deletes,
        conflicts);
  }
}
