package dev.tributary.core.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClientName;
import dev.tributary.api.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A file system that does not answer, and the clients beside it. */
final class PatientLooksTest {
  private final PatientLooks looks =
      new PatientLooks(
          new NodeId("patient"),
          new PatientLooks.Patience(Duration.ofMillis(200), Duration.ofMillis(200)));
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);

  @Test
  void oneThatHangsIsPassedOverUntilItAnswersAndTheOthersAreSeen() throws Exception {
    looks.ask(List.of(sees("a"), hangs("stuck"), sees("b"), sees("c")));
    assertThat(seen).containsExactly("a", "b", "c");
    assertThat(looks.hanging()).containsExactly(new ClientName("stuck"));
    looks.ask(List.of(hangs("stuck"), sees("d")));
    assertThat(seen).containsExactly("a", "b", "c", "d");
    answer.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> looks.hanging().isEmpty());
    looks.ask(List.of(sees("stuck")));
    assertThat(seen).endsWith("stuck");
  }

  @Test
  void severalMayHangAtOnce() throws Exception {
    looks.ask(List.of(hangs("x"), sees("a"), hangs("y"), hangs("z"), sees("b")));
    assertThat(seen).containsExactly("a", "b");
    assertThat(looks.hanging()).hasSize(3);
    answer.countDown();
  }

  @Test
  void aClientThatIsAskedTwiceHangsOnce() throws Exception {
    looks.ask(List.of(hangs("twice"), hangs("twice"), sees("a")));
    assertThat(seen).containsExactly("a");
    assertThat(begun).hasValue(1);
    answer.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> looks.hanging().isEmpty());
  }

  @Test
  void aFileSystemThatHangsWithAllItsFilesIsPassedOverSoon() throws Exception {
    PatientLooks hasty =
        new PatientLooks(
            new NodeId("hasty"),
            new PatientLooks.Patience(Duration.ofMillis(500), Duration.ofMillis(1)));
    List<PatientLooks.Question> all =
        IntStream.range(0, 100).mapToObj(i -> hangs("h" + i)).toList();
    long begin = System.nanoTime();
    hasty.ask(all);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(hasty.hanging()).hasSize(100);
    answer.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> hasty.hanging().isEmpty());
  }

  @Test
  void oneThatFailsHarmsNobody() throws Exception {
    looks.ask(
        List.of(
            new PatientLooks.Question(
                new ClientName("bad"),
                () -> {
                  throw new IllegalStateException("a fault");
                }),
            sees("a")));
    assertThat(seen).containsExactly("a");
  }

  @Test
  void manySlowOnesAreNotTakenForHanging() throws Exception {
    List<PatientLooks.Question> slow = IntStream.range(0, 5).mapToObj(i -> slow("s" + i)).toList();
    looks.ask(slow);
    assertThat(seen).hasSize(5);
    assertThat(looks.hanging()).isEmpty();
  }

  private PatientLooks.Question sees(String client) {
    return new PatientLooks.Question(new ClientName(client), () -> seen.add(client));
  }

  private PatientLooks.Question hangs(String client) {
    return new PatientLooks.Question(
        new ClientName(client),
        () -> {
          begun.incrementAndGet();
          waitFor(answer);
        });
  }

  /** Less than the patience each, more than it together. */
  private PatientLooks.Question slow(String client) {
    return new PatientLooks.Question(
        new ClientName(client),
        () -> {
          CountDownLatch never = new CountDownLatch(1);
          try {
            never.await(80, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          seen.add(client);
        });
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
