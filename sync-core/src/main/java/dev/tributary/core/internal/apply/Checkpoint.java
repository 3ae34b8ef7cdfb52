package dev.tributary.core.internal.apply;

import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.catalog.ClientRow;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known to be synced. Written in the same transaction as the rows, and only if nobody
 * committed for this client since it was read.
 *
 * @param fingerprint empty while an initial load is not complete
 * @param status for {@code last_sync_status}
 */
public record Checkpoint(
    Optional<String> fingerprint, Optional<String> schemaEpoch, String status) {
  private static final String COMPARE_AND_SET =
      """
      UPDATE sync_metadata.client_deployments
         SET state_epoch = ?, fingerprint = ?, schema_epoch = coalesce(?, schema_epoch),
             last_sync_status = ?, last_sync_at = clock_timestamp(), last_scan_at = clock_timestamp(),
             last_error = NULL, hold_reason = NULL, held_version = NULL, held_at = NULL,
             confirmed_version = NULL,
             status = CASE WHEN status = 'on_hold' THEN 'active' ELSE status END,
             system_identifier = (SELECT system_identifier::text FROM pg_control_system())
       WHERE client_name = ? AND cluster_name = ? AND state_epoch = ?
      """;

  /** The checkpoint of a piece of an initial load. */
  public static Checkpoint ofPiece() {
    return new Checkpoint(Optional.empty(), Optional.empty(), "running");
  }

  /**
   * Compares and sets the client's epoch.
   *
   * @return the new epoch
   * @throws TargetUnavailable when another run committed in between, or the client moved
   */
  public UUID write(ApplyTransaction transaction, ClientRow client) throws SQLException {
    UUID next = UUID.randomUUID();
    try (PreparedStatement update = transaction.connection().prepareStatement(COMPARE_AND_SET)) {
      update.setObject(1, next);
      update.setString(2, fingerprint.orElse(null));
      update.setString(3, schemaEpoch.orElse(null));
      update.setString(4, status);
      update.setString(5, client.name().value());
      update.setString(6, client.cluster().value());
      update.setObject(7, client.stateEpoch());
      if (update.executeUpdate() != 1) {
        throw new TargetUnavailable(
            "another run of client %s committed meanwhile; nothing of this one was written"
                .formatted(client.name()));
      }
    }
    transaction.writes(next);
    return next;
  }
}
