package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.election.NodeProgram.WritingPhase;
import dev.tributary.test.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that are killed before the others had the time to get to know them. */
final class YoungLeaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(60);

  /** From then on everybody may know. */
  private static final String TOLD =
      "SELECT beacon_term IS NOT DISTINCT FROM term FROM sync_metadata.leader_election";

  private TestLeases leases;
  private NodeProcess leader;
  private final List<NodeProcess> all = new ArrayList<>();

  @BeforeEach
  void beginWithALeader() throws Exception {
    leases = new TestLeases(PostgresServer.shared());
    leader = start();
    awaitBeacon();
  }

  @AfterEach
  void end() throws Exception {
    for (NodeProcess process : all) {
      process.close();
    }
    leases.close();
  }

  @Test
  void followerThatHasOnlyJustStartedTakesOverSoon() throws Exception {
    assertThat(Collections.max(afterStarts(1))).isLessThan(3000);
  }

  @Test
  void leaderThatIsKilledAsSoonAsItHasItsBeaconIsSucceededSoon() throws Exception {
    assertThat(Collections.max(afterTakeovers(1))).isLessThan(3000);
  }

  @Test
  @Tag("long")
  void thirtyTimesWithinASecond() throws Exception {
    List<Long> starts = afterStarts(30);
    print("a kill while the follower starts", starts);
    List<Long> takeovers = afterTakeovers(30);
    print("a kill right after a takeover", takeovers);
    assertThat(Collections.max(starts)).isLessThanOrEqualTo(1000);
    assertThat(Collections.max(takeovers)).isLessThanOrEqualTo(1000);
  }

  private static void print(String what, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    System.out.printf(
        "takeover after %s: median %d ms, max %d ms, n=%d%n",
        what, sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1), sorted.size());
  }

  private NodeProcess start() throws IOException {
    NodeProcess started =
        NodeProcess.start(leases, "node-" + all.size(), LEASE, WritingPhase.NOTHING);
    all.add(started);
    return started;
  }

  private void awaitBeacon() throws Exception {
    leader.await(0, line -> line.endsWith("with beacon"), PATIENCE);
    Waiting.until(PATIENCE, () -> leases.one(TOLD).equals("t"));
  }

  /** Its first word is that it follows; whether a beacon is held it cannot have seen yet. */
  private List<Long> afterStarts(int rounds) throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      NodeProcess follower = start();
      follower.await(0, line -> true, PATIENCE);
      millis.add(killLeader(follower));
      leader = follower;
      awaitBeacon();
    }
    return millis;
  }

  private List<Long> afterTakeovers(int rounds) throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      List<NodeProcess> followers = List.of(start(), start());
      for (NodeProcess follower : followers) {
        follower.await(0, line -> line.startsWith("watching"), PATIENCE);
      }
      leader.kill();
      leader = NodeProcess.first(followers, line -> line.endsWith("with beacon"), PATIENCE);
      awaitBeacon();
      NodeProcess other = followers.get(leader == followers.get(0) ? 1 : 0);
      millis.add(killLeader(other));
      leader = other;
      awaitBeacon();
    }
    return millis;
  }

  private long killLeader(NodeProcess successor) throws InterruptedException {
    long killed = System.nanoTime();
    leader.kill();
    return (successor.await(0, line -> line.startsWith("leader"), PATIENCE).at() - killed)
        / 1_000_000;
  }
}
