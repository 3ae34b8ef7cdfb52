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
  void whatLastsIsToldAfterAMinuteAndSomethingElseAtOnce() {
    assertThat(said(new TargetUnavailable("away"), 0)).isTrue();
    for (int second = 1; second < 60; second++) {
      assertThat(said(new TargetUnavailable("away, waiting=" + second), second)).isFalse();
    }
    assertThat(said(new TargetUnavailable("away"), 60)).isTrue();
    assertThat(said(new IllegalStateException("a fault"), 61)).isTrue();
  }

  @Test
  void anOutageOfADayIsNotADayOfLines() {
    int lines = 0;
    for (int second = 0; second < 24 * 3_600; second++) {
      lines += said(new TargetUnavailable("away"), second) ? 1 : 0;
    }
    assertThat(lines).isEqualTo(29); // after 0, 1, 3, 7, 15, 31, 63 minutes, then each hour
    assertThat(complaint.isOver()).isTrue();
    assertThat(said(new TargetUnavailable("away"), 24 * 3_600)).isTrue();
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
