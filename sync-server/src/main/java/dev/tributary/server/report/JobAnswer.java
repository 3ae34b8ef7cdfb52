package dev.tributary.server.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The answer about a job that a node did. */
public final class JobAnswer {
  private JobAnswer() {}

  public static Answer of(Map<String, Object> job) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s %s in %s s by %s: %s rows synced, %s failed, %s conflicts"
            .formatted(
                shown(job, "client_name"),
                shown(job, "sync_id"),
                shown(job, "status"),
                shown(job, "duration_seconds"),
                shown(job, "host"),
                shown(job, "rows_synced"),
                shown(job, "rows_failed"),
                shown(job, "conflicts_detected")));
    if (job.get("error_message") != null) {
      lines.add("  " + job.get("error_message"));
    }
    return new Answer(lines, job);
  }

  private static String shown(Map<String, Object> job, String field) {
    return Objects.toString(job.get(field), "?");
  }
}
