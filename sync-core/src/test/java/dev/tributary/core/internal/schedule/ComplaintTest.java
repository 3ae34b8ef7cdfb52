package dev.tributary.core.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.TargetUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ComplaintTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Complaint complaint = new Complaint();

  private boolean said(RuntimeException failure, long second) {
    return complaint.isWorthALine(failure, second * SECOND);
  }

  @Test
  void whatLastsIsToldOnceAMinuteAndSomethingElseAtOnce() {
    assertThat(said(new TargetUnavailable("away"), 0)).isTrue();
    for (int second = 1; second < 60; second++) {
      assertThat(said(new TargetUnavailable("away, waiting=" + second), second)).isFalse();
    }
    assertThat(said(new TargetUnavailable("away"), 60)).isTrue();
    assertThat(said(new IllegalStateException("a fault"), 61)).isTrue();
  }

  @Test
  void anEndIsToldOnceAndTheNextFailureAgain() {
    assertThat(complaint.isOver()).isFalse();
    said(new TargetUnavailable("away"), 0);
    assertThat(complaint.isOver()).isTrue();
    assertThat(complaint.isOver()).isFalse();
    assertThat(said(new TargetUnavailable("away"), 1)).isTrue();
  }
}
