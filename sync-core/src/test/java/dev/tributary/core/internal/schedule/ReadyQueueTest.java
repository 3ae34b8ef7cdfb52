package dev.tributary.core.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ReadyQueueTest {
  private final ReadyQueue queue = new ReadyQueue(2);

  @Test
  void theLongestOverdueComesFirst() throws Exception {
    queue.replace(List.of(small("a"), small("b"), small("c")));
    assertThat(queue.take().orElseThrow().client().value()).isEqualTo("a");
    assertThat(queue.take().orElseThrow().client().value()).isEqualTo("b");
  }

  @Test
  void largeWorkNeverTakesAllLanes() throws Exception {
    Work large = large("huge");
    queue.replace(List.of(large, large("giant"), small("tiny")));
    assertThat(queue.take()).contains(large);
    assertThat(queue.take().orElseThrow().client().value()).isEqualTo("tiny");
    CompletableFuture<String> third = taken();
    queue.done(large);
    assertThat(third.get(10, TimeUnit.SECONDS)).isEqualTo("giant");
  }

  @Test
  void aClientThatIsUnderWayIsNotGivenOutAgain() throws Exception {
    Work first = small("a");
    queue.replace(List.of(first));
    assertThat(queue.take()).contains(first);
    queue.passBegins();
    queue.replace(List.of(small("a"), small("b")));
    assertThat(queue.take().orElseThrow().client().value()).isEqualTo("b");
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void aClientThatEndedDuringAPassIsNotRunAgainForWhatThePassSawBefore() throws Exception {
    Work first = small("a");
    queue.replace(List.of(first));
    queue.take();
    queue.passBegins();
    queue.done(first);
    queue.replace(List.of(small("a")));
    assertThat(queue.waiting()).isZero();
    queue.passBegins();
    queue.replace(List.of(small("a")));
    assertThat(queue.waiting()).isEqualTo(1);
  }

  @Test
  void whoWaitsHearsThatNothingMoreWillCome() throws Exception {
    CompletableFuture<String> waiting = taken();
    queue.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("nothing");
    queue.replace(List.of(small("a")));
    assertThat(queue.take()).isEmpty();
  }

  private CompletableFuture<String> taken() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return queue.take().map(work -> work.client().value()).orElse("nothing");
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Work small(String name) {
    return new Work.Scheduled(due(name), false);
  }

  private static Work large(String name) {
    return new Work.Scheduled(due(name), true);
  }

  private static DueClient due(String name) {
    return new DueClient(
        UUID.randomUUID(),
        new ClientName(name),
        Path.of("/nowhere"),
        Optional.empty(),
        UUID.randomUUID(),
        Duration.ofMinutes(1),
        false);
  }
}
