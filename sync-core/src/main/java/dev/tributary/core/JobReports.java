package dev.tributary.core;

import dev.tributary.api.Json;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.VerifyReport;
import dev.tributary.core.internal.schedule.RestoreReportJson;
import dev.tributary.core.internal.schedule.VerifyReportJson;

/** The reports in {@code sync_jobs.result}, for those who got them from elsewhere. */
public final class JobReports {
  private JobReports() {}

  /** Of a job of type {@code verify}. */
  public static VerifyReport verify(Json result) {
    return VerifyReportJson.read(result.text());
  }

  /** Of a job of type {@code restore}. */
  public static RestoreReport restore(Json result) {
    return RestoreReportJson.read(result.text());
  }
}
