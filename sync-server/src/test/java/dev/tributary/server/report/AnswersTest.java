package dev.tributary.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.TableReport;
import dev.tributary.api.VerifyReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswersTest {
  private static final ClientName ACME = new ClientName("acme");

  @Test
  void syncShowsOnlyTablesThatChanged() {
    Answer answer = SyncAnswer.of(report(SyncOutcome.COMPLETE, 0, Optional.empty()));
    assertThat(answer.lines())
        .containsExactly(
            "acme: complete in 1.50 s (sync_20261122_101500)",
            "  table   read  inserted  updated  deleted  conflicts  quarantined",
            "  chat   2,000         3        5        2          0            0",
            "  2,007 rows read in 2 tables, 10 changed, 12 kB sent; picture of the file: live,"
                + " held for 34 ms");
    assertThat(answer.document()).containsEntry("outcome", "complete").containsKey("tables");
  }

  @Test
  void waitingRowsAndHoldAreTold() {
    Answer answer = SyncAnswer.of(report(SyncOutcome.ON_HOLD, 2, Optional.of("most rows left")));
    assertThat(answer.lines())
        .anyMatch(line -> line.contains("on hold: most rows left"))
        .anyMatch(line -> line.contains("waiting for a person: 2 rows"));
    assertThat(answer.document()).containsEntry("hold_reason", "most rows left");
  }

  @Test
  void aConflictNamesEachPlaceInsideJsonWithEveryDigit() {
    String row = "{\"id\": 1, \"doc\": {\"a\": 0.1234567890123456789%d, \"_sync_null\": %d}}";
    Answer answer =
        ConflictAnswer.of(
            Map.of(
                "base_data", row.formatted(0, 1),
                "source_data", row.formatted(0, 2),
                "target_data", row.formatted(1, 1)));
    assertThat(answer.lines())
        .contains(
            "  doc.a: 0.12345678901234567890 -> source 0.12345678901234567890,"
                + " target 0.12345678901234567891",
            "  doc._sync_null: 1 -> source 2, target 1");
    assertThat(ConflictAnswer.of(Map.of("base_data", row)).lines())
        .containsSequence(
            "  the row is deleted in the source", "  the row is deleted in the target");
  }

  @Test
  void verifyNamesDifferingRows() {
    VerifyReport report =
        new VerifyReport(
            ACME,
            List.of(
                new VerifyReport.Table("chat", 10, 100, 1, 0, 1, 0, List.of("id=7: title")),
                new VerifyReport.Table("tag", 5, 20, 0, 0, 0, 0, List.of())),
            0,
            List.of(),
            Duration.ofMillis(20));
    assertThat(VerifyAnswer.of(report).lines())
        .anyMatch(line -> line.startsWith("acme: 2 rows differ"))
        .contains("  chat: id=7: title")
        .noneMatch(line -> line.startsWith("  tag"));
  }

  @Test
  void verifyTellsWhereTheWaitingRowsAre() {
    VerifyReport report =
        new VerifyReport(
            ACME,
            List.of(new VerifyReport.Table("chat", 10, 100, 1, 0, 0, 0, List.of())),
            1,
            List.of(),
            Duration.ofMillis(20));
    assertThat(VerifyAnswer.of(report).lines())
        .anyMatch(line -> line.startsWith("acme: 1 row differs;"))
        .anyMatch(line -> line.contains("until then: 1 row;") && line.contains("quarantine list"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "12345,12 kB",
    "9940000,9.9 MB",
    "9960000,10 MB",
    "4e9,4.0 GB"
  })
  void bytesAreShort(double bytes, String shown) {
    assertThat(Quantities.bytes((long) bytes)).isEqualTo(shown);
  }

  @Test
  void logGetsALineEveryFewSecondsOnly() {
    StringWriter text = new StringWriter();
    long[] now = {0};
    ProgressLines lines = new ProgressLines(new PrintWriter(text), () -> now[0]);
    for (int second = 0; second <= 11; second++) {
      now[0] = second * 1_000_000_000L;
      lines.progress(ACME, "chat", second * 100, 2_000, 1_000);
    }
    assertThat(text.toString().lines())
        .containsExactly(
            "acme: chat: 500 of about 2,000 rows, 1.0 kB",
            "acme: chat: 1,000 of about 2,000 rows, 1.0 kB");
  }

  @Test
  void barIsWipedAtTheEnd() {
    StringWriter text = new StringWriter();
    long[] now = {0};
    ProgressBar bar = new ProgressBar(new PrintWriter(text), () -> now[0]);
    now[0] = 1_000_000_000L;
    bar.progress(ACME, "chat", 500, 2_000, 1_000);
    bar.close();
    assertThat(text.toString()).contains("[######....").contains(" 25 %").endsWith("\r\u001b[K");
  }

  private static SyncReport report(SyncOutcome outcome, long waiting, Optional<String> hold) {
    return new SyncReport(
        ACME,
        "sync_20261122_101500",
        outcome,
        List.of(
            new TableReport("chat", 2_000, 3, 5, 2, 0, 0, 0),
            new TableReport("tag", 7, 0, 0, 0, 0, 0, 0)),
        waiting,
        12_345,
        "live",
        Duration.ofMillis(34),
        Duration.ofMillis(1_500),
        hold,
        List.of());
  }

  @Test
  void nameOfATableTellsATerminalNothing() {
    String hostile = "t\u001b[2J\u009b2J\n\u202e";
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    long[] now = {0};
    for (Progress progress :
        List.of(new ProgressLines(out, () -> now[0]), new ProgressBar(out, () -> now[0]))) {
      now[0] += 10_000_000_000L;
      progress.progress(ACME, hostile, 1, 2, 3);
      progress.close();
    }
    assertThat(text.toString().replace("\r\u001b[K", ""))
        .contains("t?[2J?2J??")
        .doesNotContainPattern("[\u001b\u009b\u202e]");
  }
}
