package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.test.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the PostgreSQL elector offers besides the contract. */
final class ElectorTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static TestLeases leases;
  private final List<PostgresLeaderElector> running = new ArrayList<>();

  @BeforeAll
  static void makeDatabase() {
    leases = new TestLeases(PostgresServer.shared());
  }

  @AfterAll
  static void dropDatabase() {
    leases.close();
  }

  @BeforeEach
  void forget() throws Exception {
    leases.run("DELETE FROM sync_metadata.leader_election");
  }

  @AfterEach
  void closeAll() {
    running.forEach(PostgresLeaderElector::close);
  }

  private PostgresLeaderElector start(PostgresLeaderElector.Builder builder) {
    PostgresLeaderElector elector = builder.start();
    running.add(elector);
    return elector;
  }

  @Test
  void closeWorksBeforeStartAndStartAfterCloseIsRefused() {
    PostgresLeaderElector elector = leases.node("a").build();
    assertThat(elector.current()).isEmpty();
    assertThatThrownBy(() -> elector.await(SOON)).isInstanceOf(ConfigurationInvalid.class);
    elector.resign();
    long closing = System.nanoTime();
    elector.close();
    elector.close();
    assertThat(System.nanoTime() - closing)
        .as("nothing runs that a second close could wait for")
        .isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThatThrownBy(elector::start).isInstanceOf(ConfigurationInvalid.class);
  }

  @Test
  void builderSaysWhatIsMissing() {
    assertThatThrownBy(() -> PostgresLeaderElector.builder().build())
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("connections");
    assertThatThrownBy(() -> leases.node("a").heartbeat(Duration.ofSeconds(50)).build())
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("too short for a heartbeat");
    assertThatThrownBy(() -> leases.node("a").lease(Duration.ofSeconds(1)).build())
        .isInstanceOf(ConfigurationInvalid.class);
  }

  @Test
  void renewalsAreCounted() throws Exception {
    PostgresLeaderElector elector = start(leases.node("a"));
    assertThat(elector.counts().failed()).isZero();
    elector.await(SOON);
    // Taking the beacon is told by a renewal at once.
    Waiting.until(SOON, () -> elector.counts().renewed() > 0);
    assertThat(elector.counts().failed()).isZero();
  }

  @Test
  void nodeThatMayNotLeadKnowsWhoDoes() throws Exception {
    PostgresLeaderElector watcher =
        start(leases.node("watcher").eligibility(Eligibility.NEVER_LEADS));
    assertThatThrownBy(() -> watcher.await(Duration.ofMillis(500)))
        .isInstanceOf(LeadershipLost.class)
        .hasMessageContaining("no node leads");
    PostgresLeaderElector leader = start(leases.node("leader"));
    leader.await(SOON);
    Waiting.until(SOON, () -> watcher.leader().equals(java.util.Optional.of("leader")));
    assertThat(leader.leader()).contains("leader");
    leader.close();
    assertThatThrownBy(() -> watcher.await(Duration.ofMillis(700)))
        .isInstanceOf(LeadershipLost.class);
  }

  @Test
  void leadershipIsHandedToAnotherNode() throws Exception {
    PostgresLeaderElector first = start(leases.node("first"));
    first.await(SOON);
    PostgresLeaderElector second = start(leases.node("second"));
    Waiting.until(SOON, () -> second.state().watch().read());
    assertThat(first.handOver(Duration.ofSeconds(5))).contains("second");
    assertThat(second.current()).isPresent();
    assertThat(first.current()).isEmpty();
  }

  @Test
  void leadershipThatNobodyTakesComesBack() throws Exception {
    PostgresLeaderElector only = start(leases.node("only"));
    only.await(SOON);
    assertThat(only.handOver(Duration.ofMillis(300))).isEmpty();
    assertThat(only.await(SOON).isValid()).isTrue();
  }

  @Test
  void workOfTheLeaderIsInterruptedWhenLeadershipIsLost() throws Exception {
    PostgresLeaderElector elector = start(leases.node("a"));
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    FutureTask<Void> work =
        new FutureTask<>(
            () -> {
              elector.runAsLeader(
                  () -> {
                    begun.countDown();
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                      interrupted.incrementAndGet();
                    }
                  });
              return null;
            });
    Thread thread = new Thread(work, "leader-work");
    thread.start();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    elector.resign();
    assertThatThrownBy(() -> work.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(LeadershipLost.class);
    assertThat(interrupted).hasValue(1);
    thread.join();
  }

  @Test
  void workOfTheLeaderRunsToItsEndAndLeavesNoInterruptBehind() throws Exception {
    PostgresLeaderElector elector = start(leases.node("a"));
    AtomicInteger done = new AtomicInteger();
    elector.runAsLeader(done::incrementAndGet);
    assertThat(done).hasValue(1);
    assertThatThrownBy(() -> elector.runAsLeader(elector::resign))
        .isInstanceOf(LeadershipLost.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /**
   * Work that does not end might still do harm: its lease is not given to others before its time.
   */
  @Test
  void leaseIsNotGivenUpWhileWorkGoesOnAfterTheDeadline() throws Exception {
    PostgresLeaderElector first =
        start(leases.node("first").lease(Duration.ofSeconds(6)).drain(Duration.ofMillis(200)));
    Leadership leadership = first.await(SOON);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread work =
        new Thread(
            () ->
                leadership.callFenced(
                    c -> {
                      begun.countDown();
                      awaitQuietly(end);
                      return 1;
                    }),
            "stubborn-work");
    work.setDaemon(true);
    work.setUncaughtExceptionHandler((thread, e) -> {});
    work.start();
    begun.await();
    PostgresLeaderElector second = start(leases.node("second").lease(Duration.ofSeconds(6)));
    Waiting.until(SOON, () -> second.state().watch().beacon() == Watch.Sight.HELD);
    long closing = System.nanoTime();
    first.close();
    assertThat(System.nanoTime() - closing).isLessThan(TimeUnit.SECONDS.toNanos(8));
    assertThatThrownBy(() -> second.await(Duration.ofSeconds(2)))
        .isInstanceOf(LeadershipLost.class);
    second.await(Duration.ofSeconds(10));
    end.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closedElectorLeavesNoThreadAndNoSession() throws Exception {
    PostgresLeaderElector elector = start(leases.node("tidy"));
    elector.await(SOON);
    elector.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().endsWith("-tidy"));
    Waiting.until(
        SOON,
        () ->
            leases
                .one(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'tributary%'")
                .equals("0"));
  }

  @Test
  void deletedLeaseIsMadeAgainAboveItsHistory() throws Exception {
    PostgresLeaderElector elector = start(leases.node("a").lease(Duration.ofSeconds(5)));
    long term = elector.await(SOON).token().term();
    leases.run("DELETE FROM sync_metadata.leader_election");
    Waiting.until(SOON, () -> elector.current().filter(l -> l.token().term() > term).isPresent());
  }
}
