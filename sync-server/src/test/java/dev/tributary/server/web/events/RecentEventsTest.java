package dev.tributary.server.web.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told to one who comes back. */
final class RecentEventsTest {
  private final RecentEvents recent = new RecentEvents(1_000);

  private void happen(int times) {
    for (int i = 0; i < times; i++) {
      recent.add("job", Map.of());
    }
  }

  @Test
  void whoComesBackSoonHearsWhatHeMissed() {
    happen(3);
    assertThat(recent.after(1_001).orElseThrow().stream().map(Event::id))
        .isEqualTo(List.of(1_002L, 1_003L));
    assertThat(recent.after(1_003)).contains(List.of());
  }

  @Test
  void whatIsNotKeptAnyMoreIsNotSilentlyLeftOut() {
    happen(501);
    assertThat(recent.after(1_001).orElseThrow()).hasSize(500);
    assertThat(recent.after(1_000)).as("event 1001 is gone").isEmpty();
  }

  @Test
  void numbersOfAnotherProcessAreNotTakenForItsOwn() {
    happen(1);
    assertThat(recent.after(57)).isEmpty();
    assertThat(recent.after(2_000)).isEmpty();
  }

  @Test
  void afterATimeWithoutALookNobodyIsToldThatNothingHappened() {
    happen(2);
    recent.missed();
    assertThat(recent.after(1_002)).isEmpty();
    assertThat(recent.after(recent.last())).contains(List.of());
  }
}
