package dev.tributary.test.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.NodeId;
import dev.tributary.api.TargetUnavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LeaderElector} does. Electors are to have a lease of 5 s. */
public abstract class LeaderElectorContract {
  protected static final Duration LEASE = Duration.ofSeconds(5);
  protected static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration A_MOMENT = Duration.ofMillis(300);

  private final List<LeaderElector> running = new ArrayList<>();
  protected final ClusterName cluster = new ClusterName("contract-" + UUID.randomUUID());

  /** Makes and starts one; the contract closes it. */
  protected abstract LeaderElector make(NodeId node, ClusterName cluster);

  /** The database that holds the leases, where fenced transactions write. */
  protected abstract ConnectionSource database();

  /** Lets a lease run out this moment, as if its leader had been silent for long. */
  protected abstract void expire(ClusterName cluster) throws SQLException;

  @BeforeEach
  void makeTable() throws SQLException {
    run("CREATE TABLE IF NOT EXISTS contract_note (body text)");
    run("DELETE FROM contract_note");
  }

  @AfterEach
  void closeAll() {
    running.forEach(LeaderElector::close);
  }

  protected final LeaderElector start(String node) {
    return keep(make(new NodeId(node), cluster));
  }

  protected final LeaderElector keep(LeaderElector elector) {
    running.add(elector);
    return elector;
  }

  @Test
  void oneOfTwoNodesLeads() throws Exception {
    LeaderElector first = start("a");
    Leadership leadership = first.await(SOON);
    LeaderElector second = start("b");

    assertThatThrownBy(() -> second.await(A_MOMENT))
        .isInstanceOf(LeadershipLost.class)
        .hasMessageContaining("node a")
        .hasMessageContaining(cluster.value());
    assertThat(second.current()).isEmpty();
    assertThat(first.current()).contains(leadership);
    assertThat(leadership.isValid()).isTrue();
    assertThat(leadership.remaining()).isPositive().isLessThan(LEASE);
    assertThat(leadership.cluster()).isEqualTo(cluster);
  }

  @Test
  void whoWaitsForEverLeadsAtOnceWhereNobodyElseDoes() throws Exception {
    assertThat(start("a").await(ChronoUnit.FOREVER.getDuration()).isValid()).isTrue();
  }

  @Test
  void twoProcessesOfOneNameAreTwoNodes() throws Exception {
    start("twin").await(SOON);
    LeaderElector other = start("twin");
    assertThatThrownBy(() -> other.await(A_MOMENT)).isInstanceOf(LeadershipLost.class);
  }

  @Test
  void clustersAreApart() throws Exception {
    Leadership one = start("a").await(SOON);
    ClusterName elsewhere = new ClusterName(cluster + "-2");
    Leadership other = keep(make(new NodeId("b"), elsewhere)).await(SOON);
    assertThat(one.isValid()).isTrue();
    assertThat(other.token().term()).isEqualTo(1);
    assertThat(other.cluster()).isEqualTo(elsewhere);
  }

  @Test
  void nextTermIsLargerAndTheOldObjectIsOverForEver() throws Exception {
    LeaderElector first = start("a");
    Leadership before = first.await(SOON);
    first.resign();
    assertThat(first.current()).isEmpty();

    Leadership after = start("b").await(SOON);
    assertThat(after.token()).isGreaterThan(before.token());
    assertThat(after.token().term()).isGreaterThan(before.token().term());
    assertThat(before.isValid()).isFalse();
    assertThat(before.remaining()).isZero();
    assertThatThrownBy(before::check).isInstanceOf(LeadershipLost.class);
  }

  @Test
  void whoResignedMayLeadAgain() throws Exception {
    LeaderElector elector = start("a");
    long term = elector.await(SOON).token().term();
    elector.resign();
    assertThat(elector.await(SOON).token().term()).isGreaterThan(term);
  }

  @Test
  void closingLetsAnotherLeadAndIsFinal() throws Exception {
    LeaderElector first = start("a");
    Leadership before = first.await(SOON);
    first.close();
    first.close();
    assertThat(before.isValid()).isFalse();
    assertThat(first.current()).isEmpty();
    assertThatThrownBy(() -> first.await(A_MOMENT)).isInstanceOf(ConfigurationInvalid.class);
    assertThat(start("b").await(SOON).isValid()).isTrue();
  }

  @Test
  void fencedTransactionCommits() throws Exception {
    Leadership leadership = start("a").await(SOON);
    assertThat(leadership.<String>callFenced(c -> note(c, "fenced"))).isEqualTo("fenced");
    try (Connection own = database().connect()) {
      own.setAutoCommit(false);
      note(own, "own");
      leadership.commitFenced(own);
    }
    try (Connection own = database().connect()) {
      own.setAutoCommit(false);
      note(own, "proven");
      leadership.fence(own);
      own.commit();
    }
    assertThat(notes()).containsExactly("fenced", "own", "proven");
  }

  @Test
  void failingBodyWritesNothingAndLeadershipGoesOn() throws Exception {
    Leadership leadership = start("a").await(SOON);
    IllegalStateException mine = new IllegalStateException("mine");
    assertThatThrownBy(
            () ->
                leadership.callFenced(
                    c -> {
                      note(c, "half");
                      throw mine;
                    }))
        .isSameAs(mine);
    assertThat(notes()).isEmpty();
    assertThat(leadership.isValid()).isTrue();
  }

  @Test
  void deposedLeaderCannotCommit() throws Exception {
    LeaderElector a = start("a");
    Leadership deposed = a.await(SOON);
    expire(cluster);
    nextAfter(deposed, start("b"), a);

    refused(deposed::commitFenced);
    refused(deposed::fence);
    assertThatThrownBy(() -> deposed.callFenced(c -> note(c, "stale")))
        .isInstanceOfAny(LeadershipLost.class, TargetUnavailable.class);
    assertThat(notes()).isEmpty();
  }

  /**
   * Whoever leads next: the deposed one may hear of it at once and be the quickest to try again.
   */
  protected final Leadership nextAfter(Leadership deposed, LeaderElector... candidates)
      throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (System.nanoTime() - deadline < 0) {
      for (LeaderElector one : candidates) {
        Optional<Leadership> leads = asked(one);
        if (leads.filter(l -> l.token().compareTo(deposed.token()) > 0).isPresent()) {
          return leads.get();
        }
      }
    }
    throw new AssertionError("nobody leads after term " + deposed.token().term());
  }

  private static Optional<Leadership> asked(LeaderElector elector) throws InterruptedException {
    try {
      return Optional.of(elector.await(Duration.ofMillis(50)));
    } catch (LeadershipLost e) {
      return Optional.empty();
    }
  }

  /** A new leader may end the session of an old one; the next session is refused as well. */
  private void refused(Consumer<Connection> proof) throws SQLException {
    Throwable refusal = new TargetUnavailable("not tried yet");
    for (int i = 0; i < 5 && refusal instanceof TargetUnavailable; i++) {
      try (Connection own = database().connect()) {
        own.setAutoCommit(false);
        note(own, "stale");
        refusal = catchThrowable(() -> proof.accept(own));
      }
    }
    assertThat(refusal).isInstanceOf(LeadershipLost.class);
  }

  @Test
  void nobodyCommitsUnderALeaseThatRanOut() throws Exception {
    Leadership leadership = start("a").await(SOON);
    try (Connection own = database().connect()) {
      own.setAutoCommit(false);
      expire(cluster);
      note(own, "late");
      assertThatThrownBy(() -> leadership.commitFenced(own)).isInstanceOf(LeadershipLost.class);
      own.rollback();
    }
    assertThat(notes()).isEmpty();
  }

  @Test
  void closingWaitsForARunningFencedTransaction() throws Exception {
    LeaderElector elector = start("a");
    Leadership leadership = elector.await(SOON);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FutureTask<String> work =
        new FutureTask<>(
            () ->
                leadership.callFenced(
                    c -> {
                      inside.countDown();
                      awaitQuietly(goOn);
                      return note(c, "to the end");
                    }));
    new Thread(work, "contract-work").start();
    assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();
    Thread closing = new Thread(elector::close, "contract-close");
    closing.start();
    while (leadership.isValid()) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    assertThat(work.get(10, TimeUnit.SECONDS)).isEqualTo("to the end");
    closing.join(10_000);
    assertThat(notes()).containsExactly("to the end");
    assertThat(start("b").await(Duration.ofSeconds(4)).isValid()).isTrue();
  }

  @Test
  void waitingThreadCanBeInterrupted() throws Exception {
    start("a").await(SOON);
    LeaderElector second = start("b");
    FutureTask<Leadership> waiting = new FutureTask<>(() -> second.await(Duration.ofMinutes(5)));
    Thread thread = new Thread(waiting, "contract-wait");
    thread.start();
    thread.interrupt();
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void leadershipOutlivesItsFirstLease() throws Exception {
    Leadership leadership = start("a").await(SOON);
    LeaderElector second = start("b");
    assertThatThrownBy(() -> second.await(LEASE.plusSeconds(1))).isInstanceOf(LeadershipLost.class);
    assertThat(leadership.isValid()).isTrue();
    assertThat(leadership.<String>callFenced(c -> note(c, "later"))).isEqualTo("later");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  protected static String note(Connection connection, String body) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO contract_note VALUES (?)")) {
      insert.setString(1, body);
      insert.executeUpdate();
    }
    return body;
  }

  protected final List<String> notes() throws SQLException {
    try (Connection connection = database().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT body FROM contract_note ORDER BY body")) {
      List<String> bodies = new ArrayList<>();
      while (row.next()) {
        bodies.add(row.getString(1));
      }
      return bodies;
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
