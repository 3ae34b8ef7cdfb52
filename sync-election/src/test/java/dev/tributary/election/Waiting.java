package dev.tributary.election;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for something that will be so soon. */
final class Waiting {
  private Waiting() {}

  static void until(Duration patience, Callable<Boolean> so) {
    await().atMost(patience).pollInterval(Duration.ofMillis(5)).until(so);
  }

  /** True as long as it is watched. */
  static void always(Duration during, Callable<Boolean> so) {
    await()
        .during(during)
        .atMost(during.plusSeconds(5))
        .pollInterval(Duration.ofMillis(20))
        .until(so);
  }
}
