package dev.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictCount;
import dev.tributary.api.ConflictCount.Decided;
import dev.tributary.api.ConflictKind;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.LossReason;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncFailure;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.TableReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SyncMetersTest {
  private static final ClientName ACME = new ClientName("acme");

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final SyncMeters meters = new SyncMeters(() -> Instant.ofEpochSecond(1_700));

  @BeforeEach
  void bind() {
    meters.bindTo(registry);
  }

  @Test
  void runsAreCountedByClientStatusAndTable() {
    meters.finished(report(SyncOutcome.PARTIAL));
    meters.finished(report(SyncOutcome.COMPLETE));
    assertThat(counter("sync.operations", "status", "success")).isEqualTo(1);
    assertThat(counter("sync.operations", "status", "partial")).isEqualTo(1);
    assertThat(counter("sync.rows.processed", "table", "chat")).isEqualTo(12);
    assertThat(counter("sync.rows.failed", "error_type", "quarantined")).isEqualTo(2);
    assertThat(counter("sync.bytes.transferred", "direction", "out")).isEqualTo(200);
    assertThat(registry.get("sync.duration").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(4);
    assertThat(registry.get("last.successful.sync.timestamp").gauge().value()).isEqualTo(1_700);
  }

  @Test
  void aRunThatFailedIsCountedAndIsNoSuccess() {
    meters.failed(failure(new SourceUnavailable("the file is away")));
    meters.failed(failure(new IllegalStateException("a fault")));
    assertThat(counter("sync.operations", "status", "failed")).isEqualTo(2);
    assertThat(counter("errors", "error_type", "source")).isEqualTo(1);
    assertThat(counter("errors", "error_type", "unexpected")).isEqualTo(1);
    assertThat(registry.get("sync.duration").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(6);
    assertThat(registry.find("last.successful.sync.timestamp").gauge()).isNull();
  }

  @Test
  void aRunThatLostItsLeaderIsNoFailedRun() {
    meters.failed(failure(new LeadershipLost("term 4 is over")));
    assertThat(counter("sync.operations", "status", "given_up")).isEqualTo(1);
    assertThat(registry.find("sync.operations").tag("status", "failed").counter()).isNull();
    assertThat(counter("errors", "error_type", "leadership")).isEqualTo(1);
  }

  @Test
  void aClientThatNeededNoRunIsAsNewAsItsFile() {
    meters.unchanged(Set.of(ACME));
    assertThat(counter("sync.operations", "status", "unchanged")).isEqualTo(1);
    assertThat(registry.get("last.successful.sync.timestamp").gauge().value()).isEqualTo(1_700);
    assertThat(registry.find("sync.duration").timer()).isNull();
  }

  @Test
  void aNodeThatLeadsNoMoreShowsNoOldValues() {
    Leadership term = new StubTerm();
    meters.gained(term);
    meters.unchanged(Set.of(ACME));
    meters.lost(term, LossReason.TAKEN_OVER);
    assertThat(registry.find("last.successful.sync.timestamp").gauge()).isNull();
    assertThat(counter("sync.operations", "status", "unchanged")).isEqualTo(1);
    // What is told before the news of the next term came is shown with it
    meters.unchanged(Set.of(ACME));
    assertThat(registry.find("last.successful.sync.timestamp").gauge()).isNull();
    meters.gained(term);
    assertThat(registry.get("last.successful.sync.timestamp").gauge().value()).isEqualTo(1_700);
  }

  @Test
  void whereAnotherShowsTheGaugesTheyAreNotShownTwice() {
    MeterRegistry other = new SimpleMeterRegistry();
    SyncMeters counts = SyncMeters.withoutGauges(() -> Instant.ofEpochSecond(1_700));
    counts.bindTo(other);
    counts.gained(new StubTerm());
    counts.unchanged(Set.of(ACME));
    assertThat(other.find("last.successful.sync.timestamp").gauge()).isNull();
    assertThat(other.get("sync.operations").tag("status", "unchanged").counter().count())
        .isEqualTo(1);
  }

  @Test
  void eachRegistryCountsForItself() {
    MeterRegistry other = new SimpleMeterRegistry();
    meters.bindTo(other);
    meters.finished(report(SyncOutcome.COMPLETE));
    assertThat(counter("sync.operations", "status", "success")).isEqualTo(1);
    assertThat(other.get("sync.operations").tag("status", "success").counter().count())
        .isEqualTo(1);
  }

  private static SyncFailure failure(RuntimeException cause) {
    return new SyncFailure(ACME, cause, Duration.ofSeconds(3));
  }

  @Test
  void conflictsAreCountedByTypeAndStrategyAndWhatWaitsIsShown() {
    ConflictCount decided =
        new ConflictCount(
            "chat",
            ConflictKind.UPDATE_CONFLICT,
            ConflictStrategy.MERGE,
            Decided.BY_RULE,
            9,
            0,
            Duration.ofMillis(30));
    ConflictCount held =
        new ConflictCount(
            "config",
            ConflictKind.DELETE_CONFLICT,
            ConflictStrategy.MANUAL,
            Decided.NOT_YET,
            2,
            2,
            Duration.ofMillis(1));
    meters.conflicts(new ConflictsSeen(ACME, List.of(decided, held), 2, 11));
    assertThat(counter("conflicts.detected", "type", "update_conflict")).isEqualTo(9);
    assertThat(counter("conflicts.detected", "type", "delete_conflict")).isEqualTo(2);
    assertThat(counter("conflicts.resolved", "strategy", "merge")).isEqualTo(9);
    assertThat(registry.find("conflicts.resolved").tag("strategy", "manual").counter()).isNull();
    assertThat(counter("conflicts.notifications", "table", "config")).isEqualTo(2);
    assertThat(counter("conflicts.alerts", "client", "acme")).isEqualTo(1);
    assertThat(registry.get("conflicts.unresolved").gauge().value()).isEqualTo(2);
    assertThat(
            registry
                .get("conflict.resolution.duration")
                .tag("strategy", "merge")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(30);
    meters.conflicts(new ConflictsSeen(ACME, List.of(), 0, 11));
    assertThat(registry.get("conflicts.unresolved").gauge().value()).isZero();
    assertThat(counter("conflicts.alerts", "client", "acme")).isEqualTo(1);
  }

  private double counter(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }

  private static SyncReport report(SyncOutcome outcome) {
    return new SyncReport(
        ACME,
        "sync_1",
        outcome,
        List.of(
            new TableReport("chat", 100, 1, 2, 3, 0, 1, 0),
            new TableReport("tag", 5, 0, 0, 0, 0, 0, 0)),
        0,
        100,
        "live",
        Duration.ZERO,
        Duration.ofSeconds(2),
        Optional.empty(),
        List.of());
  }
}
