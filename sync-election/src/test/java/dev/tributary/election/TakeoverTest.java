package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.election.NodeProgram.WritingPhase;
import dev.tributary.test.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How soon another process leads. The long suite asserts what the README promises. */
final class TakeoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private TestLeases leases;
  private NodeProcess leader;
  private NodeProcess follower;
  private int started;

  @BeforeEach
  void makeDatabase() throws Exception {
    leases = new TestLeases(PostgresServer.shared());
    leases.run("CREATE TABLE written (term bigint NOT NULL)");
  }

  @AfterEach
  void dropDatabase() throws Exception {
    leader.close();
    follower.close();
    leases.close();
  }

  private interface End {
    void of(NodeProcess leader) throws Exception;
  }

  @Test
  void anotherLeadsSoonAfterAStop() throws Exception {
    assertThat(rounds(3, Duration.ofSeconds(60), NodeProcess::stop).max()).isLessThan(1000);
  }

  @Test
  void anotherLeadsSoonAfterACrash() throws Exception {
    assertThat(rounds(3, Duration.ofSeconds(60), NodeProcess::kill).max()).isLessThan(3000);
  }

  @Test
  @Tag("long")
  void anotherLeadsWithin250MillisecondsOfAStop() throws Exception {
    Times times = rounds(30, Duration.ofSeconds(60), NodeProcess::stop);
    times.print("stop");
    assertThat(times.max()).isLessThanOrEqualTo(250);
  }

  @Test
  @Tag("long")
  void anotherLeadsWithinASecondOfACrash() throws Exception {
    Times times = rounds(30, Duration.ofSeconds(60), NodeProcess::kill);
    times.print("kill -9");
    assertThat(times.max()).isLessThanOrEqualTo(1000);
  }

  @Test
  void anotherLeadsSoonAfterAFreezeWhateverTheLease() throws Exception {
    Times times = rounds(1, Duration.ofSeconds(60), NodeProcess::freeze);
    assertThat(times.max()).isBetween(3500L, 8000L);
  }

  @Test
  void frozenLeaderCommitsNothingAfterItsSuccessorLeads() throws Exception {
    frozenRounds(1);
  }

  @Test
  @Tag("long")
  void frozenLeaderCommitsNothingInThirtyRounds() throws Exception {
    frozenRounds(10).print("SIGSTOP, lease 5 s");
  }

  private Times frozenRounds(int each) throws Exception {
    Times times = new Times(new ArrayList<>());
    for (WritingPhase phase :
        List.of(
            WritingPhase.BEFORE_THE_FENCE,
            WritingPhase.BETWEEN_FENCE_AND_COMMIT,
            WritingPhase.ONE_CALL)) {
      for (int i = 0; i < each; i++) {
        times.millis().add(frozenRound(phase));
      }
    }
    assertThat(times.max()).isLessThanOrEqualTo(SHORTEST.plusSeconds(1).toMillis());
    return times;
  }

  private long frozenRound(WritingPhase phase) throws Exception {
    startBoth(SHORTEST, phase);
    String term = leases.one("SELECT term FROM sync_metadata.leader_election");
    awaitRows(term);
    pause(ThreadLocalRandom.current().nextLong(100));
    long frozen = System.nanoTime();
    int mark = follower.mark();
    leader.freeze();
    long led = follower.await(mark, l -> l.startsWith("leader"), PATIENCE).at();

    String written = "SELECT count(*) FROM written WHERE term = " + term;
    String before = leases.one(written);
    int resumed = leader.mark();
    leader.thaw();
    leader.await(resumed, "refused"::equals, PATIENCE);
    leader.await(leader.mark(), "refused"::equals, PATIENCE);
    assertThat(leases.one(written)).isEqualTo(before);
    leader.close();
    follower.close();
    leases.run("UPDATE sync_metadata.leader_election SET term = term + 1, holder = NULL");
    return (led - frozen) / 1_000_000;
  }

  private void awaitRows(String term) throws Exception {
    String any = "SELECT count(*) > 3 FROM written WHERE term = " + term;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!leases.one(any).equals("t") && System.nanoTime() < deadline) {
      pause(10);
    }
  }

  private static void pause(long millis) throws InterruptedException {
    new java.util.concurrent.CountDownLatch(1)
        .await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
  }

  private void startBoth(Duration lease, WritingPhase phase) throws Exception {
    leader = NodeProcess.start(leases, "node-" + ++started, lease, phase);
    leader.await(0, l -> l.endsWith("with beacon"), PATIENCE);
    follower = NodeProcess.start(leases, "node-" + ++started, lease, WritingPhase.NOTHING);
    follower.await(0, l -> l.startsWith("watching"), PATIENCE);
  }

  private Times rounds(int count, Duration lease, End end) throws Exception {
    startBoth(lease, WritingPhase.NOTHING);
    Times times = new Times(new ArrayList<>());
    for (int i = 0; i < count; i++) {
      int mark = follower.mark();
      long ended = System.nanoTime();
      end.of(leader);
      long led = follower.await(mark, l -> l.startsWith("leader"), PATIENCE).at();
      times.millis().add((led - ended) / 1_000_000);
      follower.await(mark, l -> l.endsWith("with beacon"), PATIENCE);
      leader.close();
      leader = follower;
      follower = NodeProcess.start(leases, "node-" + ++started, lease, WritingPhase.NOTHING);
      follower.await(0, l -> l.startsWith("watching"), PATIENCE);
    }
    return times;
  }

  private record Times(List<Long> millis) {
    long max() {
      return Collections.max(millis);
    }

    void print(String what) {
      List<Long> sorted = millis.stream().sorted().toList();
      System.out.printf(
          "takeover after %s: median %d ms, max %d ms, n=%d%n",
          what, sorted.get(sorted.size() / 2), max(), sorted.size());
    }
  }
}
