package dev.tributary.core.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.MassDelete;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TableReport;
import dev.tributary.api.VerifyReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What travels in a job's row arrives as it was sent. */
final class JobDocumentsTest {
  private static final ClientName ACME = new ClientName("acme");
  private static final Path FILE = Path.of("/srv/\u00e4 \"b\"/webui.db");

  @Test
  void aRequestKeepsAllThatWasChosen() {
    SyncRequest request =
        SyncRequest.of(ACME, FILE)
            .withMode(SyncMode.FULL)
            .withMassDelete(MassDelete.ALLOW)
            .withSchema("other")
            .withColumnTypes(Map.of("t.c", "numeric"))
            .withTriggeredBy("me");
    for (JobRequest asked :
        List.of(
            new JobRequest.Sync(request),
            new JobRequest.Sync(SyncRequest.of(ACME, FILE)),
            new JobRequest.Repair(ACME, FILE),
            new JobRequest.Check(ACME, FILE, "me"),
            new JobRequest.Restore(ACME, FILE, "me"))) {
      assertThat(JobRequestJson.read(JobRequestJson.write(asked))).isEqualTo(asked);
    }
  }

  @Test
  void aSyncReportArrivesWhole() {
    SyncReport report =
        new SyncReport(
            ACME,
            "sync_20261122_101500",
            SyncOutcome.PARTIAL,
            List.of(new TableReport("a\u0000\ud83d", 1, 2, 3, 4, 5, 6, 7)),
            8,
            9,
            "live",
            Duration.ofNanos(10),
            Duration.ofNanos(11),
            Optional.of("held"),
            List.of("one", "two"));
    String written = SyncReportJson.write(report);
    assertThat(SyncReportJson.read(written)).isEqualTo(report);
    assertThat(written).matches("\\p{ASCII}*");
  }

  @Test
  void aVerifyReportArrivesWhole() {
    VerifyReport report =
        new VerifyReport(
            ACME,
            List.of(new VerifyReport.Table("t", 1, 2, 3, 4, 5, 6, List.of("id=1: c"))),
            7,
            List.of("a note"),
            Duration.ofMillis(8));
    assertThat(VerifyReportJson.read(VerifyReportJson.write(report))).isEqualTo(report);
  }

  @Test
  void aFailureIsTheSameFailureForWhoeverWaits() {
    JobFailure failure = JobFailure.of(new SourceUnavailable("the file is locked"));
    JobFailure arrived = JobFailure.read(failure.json(), "the file is locked");
    assertThat(arrived).isEqualTo(failure);
    assertThat(arrived.toException())
        .isInstanceOf(SourceUnavailable.class)
        .hasMessage("the file is locked");
  }
}
