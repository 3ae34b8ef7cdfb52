package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncReport;
import dev.tributary.api.VerifyReport;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** How a job stands, for the one who waits for it. */
public final class JobLook {
  private static final String LOOK =
      """
      SELECT j.sync_id, j.status, j.result, j.error_message, j.error_details,
             coalesce(j.host, '') AS host, coalesce(j.term, -1) AS term,
             EXISTS (SELECT FROM sync_metadata.leader_election e
                      WHERE e.cluster_name = ? AND e.holder IS NOT NULL
                        AND e.expires_at > clock_timestamp()) AS led
        FROM sync_metadata.sync_jobs j WHERE j.job_id = ?
      """;
  private static final String PROGRESS =
      """
      SELECT p.table_name, p.rows_processed, p.rows_total, p.bytes_processed
        FROM sync_metadata.sync_progress p
       WHERE p.job_id = ? AND p.status = 'running' ORDER BY p.updated_at DESC LIMIT 1
      """;

  private final Database database;
  private final ClusterName cluster;

  public JobLook(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /**
   * A job as it stands.
   *
   * @param led whether anybody leads the cluster
   * @param term in which it was taken up; -1: never
   */
  public record Seen(
      String syncId,
      String status,
      Optional<String> result,
      Optional<JobFailure> failure,
      String host,
      long term,
      boolean led,
      List<Progress> progress) {

    public boolean over() {
      return !status.equals("pending") && !status.equals("running");
    }

    public SyncReport syncReport() {
      return SyncReportJson.read(result.orElseThrow());
    }

    public VerifyReport verifyReport() {
      return VerifyReportJson.read(result.orElseThrow());
    }
  }

  /** How far one table is. */
  public record Progress(String table, long rowsDone, long rowsTotal, long bytes) {}

  public Seen at(UUID job) {
    return database.withConnection(
        "look at a job",
        connection -> {
          List<Progress> progress = new ArrayList<>();
          try (PreparedStatement query = connection.prepareStatement(PROGRESS)) {
            query.setObject(1, job);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                progress.add(
                    new Progress(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
              }
            }
          }
          try (PreparedStatement query = connection.prepareStatement(LOOK)) {
            query.setString(1, cluster.value());
            query.setObject(2, job);
            try (ResultSet row = query.executeQuery()) {
              if (!row.next()) {
                throw new ConfigurationInvalid("the job is gone: its client was deregistered");
              }
              return read(row, progress);
            }
          }
        });
  }

  private static Seen read(ResultSet row, List<Progress> progress) throws SQLException {
    boolean done = Set.of("success", "partial").contains(row.getString("status"));
    Optional<String> error =
        Optional.ofNullable(row.getString("error_message")).filter(message -> !done);
    Optional<String> details = Optional.ofNullable(row.getString("error_details"));
    return new Seen(
        row.getString("sync_id"),
        row.getString("status"),
        Optional.ofNullable(row.getString("result")),
        error.map(message -> JobFailure.read(details.orElse("{}"), message)),
        row.getString("host"),
        row.getLong("term"),
        row.getBoolean("led"),
        List.copyOf(progress));
  }
}
