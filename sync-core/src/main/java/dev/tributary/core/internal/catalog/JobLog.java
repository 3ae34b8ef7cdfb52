package dev.tributary.core.internal.catalog;

import dev.tributary.api.Leadership;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TableReport;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The rows of {@code sync_jobs} and {@code sync_progress}. */
public final class JobLog {
  // A trigger gives the job its name.
  private static final String START =
      """
      INSERT INTO sync_metadata.sync_jobs
        (job_id, deployment_id, client_name, status, triggered_by, sync_type, term)
      VALUES (?, ?, ?, 'running', ?, ?, ?) RETURNING sync_id
      """;
  private static final String ADOPT =
      """
      UPDATE sync_metadata.sync_jobs
         SET deployment_id = ?
       WHERE job_id = ? AND status = 'running' AND term = ? RETURNING sync_id
      """;
  private static final String FINISH =
      """
      UPDATE sync_metadata.sync_jobs
         SET status = ?, completed_at = clock_timestamp(), tables_synced = ?, tables_total = ?,
             rows_synced = ?, rows_failed = ?, conflicts_detected = ?, conflicts_resolved = ?,
             bytes_transferred = ?, error_message = nullif(?, ''),
             duration_seconds = extract(epoch FROM clock_timestamp() - started_at)
       WHERE job_id = ?
      """;
  private static final String FAIL =
      """
      UPDATE sync_metadata.sync_jobs
         SET status = 'failed', completed_at = clock_timestamp(), error_message = ?,
             duration_seconds = extract(epoch FROM clock_timestamp() - started_at)
       WHERE job_id = ? AND status = 'running'
      """;
  private static final String PROGRESS =
      """
      INSERT INTO sync_metadata.sync_progress
        (job_id, table_name, rows_total, rows_processed, status)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (job_id, table_name) DO UPDATE
         SET rows_processed = excluded.rows_processed, rows_total = excluded.rows_total,
             status = excluded.status, updated_at = clock_timestamp(),
             completed_at = CASE WHEN excluded.status = 'running' THEN NULL
                                 ELSE clock_timestamp() END
      """;

  private final Database database;

  public JobLog(Database database) {
    this.database = database;
  }

  /**
   * Records that a run of the client begins.
   *
   * @param waiting the job that was recorded for this run before; empty: a new one
   */
  public Job start(
      ClientRow client, SyncRequest request, Leadership leadership, Optional<UUID> waiting) {
    return database.inFencedTransaction(
        "record a job of client " + client.name(),
        leadership,
        connection ->
            waiting.isPresent()
                ? adopt(connection, client, leadership, waiting.get())
                : insert(connection, client, request, leadership));
  }

  private static Job insert(
      Connection connection, ClientRow client, SyncRequest request, Leadership leadership)
      throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement insert = connection.prepareStatement(START)) {
      insert.setObject(1, id);
      insert.setObject(2, client.id());
      insert.setString(3, client.name().value());
      insert.setString(4, request.triggeredBy());
      insert.setString(5, request.mode().name().toLowerCase(Locale.ROOT));
      insert.setLong(6, leadership.token().term());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new Job(id, row.getString(1));
      }
    }
  }

  private static Job adopt(Connection connection, ClientRow client, Leadership leadership, UUID id)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(ADOPT)) {
      update.setObject(1, client.id());
      update.setObject(2, id);
      update.setLong(3, leadership.token().term());
      try (ResultSet row = update.executeQuery()) {
        if (!row.next()) {
          throw new TargetUnavailable(
              "the job of client %s is not this node's any more".formatted(client.name()));
        }
        return new Job(id, row.getString(1));
      }
    }
  }

  /**
   * Writes the result in the transaction of the run itself.
   *
   * @param missing what is not in the mirror, for people; with any of it the job is partial
   */
  public void finish(
      Connection connection, Job job, List<TableReport> tables, long bytes, List<String> missing)
      throws SQLException {
    long conflicts = tables.stream().mapToLong(TableReport::conflicts).sum();
    long resolved = tables.stream().mapToLong(TableReport::resolved).sum();
    long rejected = tables.stream().mapToLong(TableReport::quarantined).sum();
    try (PreparedStatement update = connection.prepareStatement(FINISH)) {
      update.setString(1, missing.isEmpty() ? "success" : "partial");
      update.setInt(2, tables.size());
      update.setInt(3, tables.size());
      update.setLong(4, tables.stream().mapToLong(TableReport::changed).sum());
      update.setLong(5, rejected);
      update.setLong(6, conflicts + resolved);
      update.setLong(7, resolved);
      update.setLong(8, bytes);
      update.setString(9, String.join("; ", missing));
      update.setObject(10, job.id());
      update.executeUpdate();
    }
    progress(
        connection,
        job,
        tables.stream()
            .filter(table -> table.changed() > 0)
            .map(t -> new Progress(t.table(), t.rowsRead(), t.rowsRead(), true))
            .toList());
  }

  /** A job whose term is over is left to the next leader, who knows what it means. */
  public void fail(Job job, String reason, Leadership leadership) {
    database.inFencedTransaction(
        "record that job " + job.syncId() + " failed",
        leadership,
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(FAIL)) {
            update.setString(1, reason);
            update.setObject(2, job.id());
            return update.executeUpdate();
          }
        });
  }

  /** How far tables are; {@code rowsTotal} may be an estimate. */
  public void progress(Connection connection, Job job, Collection<Progress> tables)
      throws SQLException {
    if (tables.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert = connection.prepareStatement(PROGRESS)) {
      for (Progress progress : tables) {
        upsert.setObject(1, job.id());
        upsert.setString(2, progress.table());
        upsert.setLong(3, progress.rowsTotal());
        upsert.setLong(4, progress.rowsDone());
        upsert.setString(5, progress.done() ? "success" : "running");
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /** A row of {@code sync_progress}. */
  public record Progress(String table, long rowsTotal, long rowsDone, boolean done) {}
}
