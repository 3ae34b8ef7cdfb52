package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.FencingToken;
import dev.tributary.api.NodeId;
import dev.tributary.api.internal.LeaseRow;
import dev.tributary.api.internal.LeaseRow.Mine;
import dev.tributary.api.internal.LeaseRow.NewLeader;
import dev.tributary.api.internal.LeaseRow.Renewal;
import dev.tributary.api.internal.PostgresFence;
import dev.tributary.election.Leases.Takeover.Result;
import dev.tributary.test.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each condition of each statement on the lease row. */
final class LeasesTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final NodeId NODE = new NodeId("n");
  private static final UUID ME = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private static TestLeases database;
  private final ClusterName cluster = new ClusterName("c" + System.nanoTime());
  private PostgresLeases mine;
  private PostgresLeases others;

  @BeforeAll
  static void makeDatabase() {
    database = new TestLeases(PostgresServer.shared());
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void connect() {
    mine = leases(ME);
    others = leases(OTHER);
  }

  @AfterEach
  void disconnect() {
    mine.close();
    others.close();
  }

  private static PostgresLeases leases(UUID holder) {
    return new PostgresLeases(
        database.direct(), new NewLeader(NODE, holder, LEASE), Duration.ofSeconds(5));
  }

  private Mine lease(long term, UUID holder) {
    return new Mine(cluster, new FencingToken(1, term, holder));
  }

  private boolean renews(PostgresLeases by, long term, UUID holder) throws SQLException {
    return renews(by, term, holder, false);
  }

  private boolean renews(PostgresLeases by, long term, UUID holder, boolean beacon)
      throws SQLException {
    return by.renew(List.of(new Renewal(lease(term, holder), beacon))).held().contains(cluster);
  }

  private long millisLeft() throws SQLException {
    return mine.observe(cluster).millisLeft();
  }

  @Test
  void firstTermIsOneAndALiveLeaseIsRefused() throws SQLException {
    assertThat(mine.takeOver(cluster, Action.Claim.NONE).result()).isEqualTo(Result.TAKEN);
    assertThat(mine.observe(cluster).term()).isEqualTo(1);
    assertThat(others.takeOver(cluster, Action.Claim.NONE).result()).isEqualTo(Result.REFUSED);
    assertThat(mine.takeOver(cluster, Action.Claim.NONE).result()).isEqualTo(Result.REFUSED);
  }

  @Test
  void leaseThatRanOutIsTakenAndNotRenewed() throws SQLException {
    mine.takeOver(cluster, Action.Claim.NONE);
    assertThat(renews(mine, 1, ME)).isTrue();
    database.expire(cluster);
    assertThat(renews(mine, 1, ME)).isFalse();
    assertThat(others.takeOver(cluster, Action.Claim.NONE).result()).isEqualTo(Result.TAKEN);
    assertThat(renews(mine, 1, ME)).isFalse();
    assertThat(renews(others, 2, OTHER)).isTrue();
  }

  @Test
  void sameTermOfAnotherHolderIsNeitherRenewedNorFencedNorReleased() throws SQLException {
    mine.takeOver(cluster, Action.Claim.NONE);
    assertThat(renews(others, 1, OTHER)).isFalse();
    others.release(lease(1, OTHER));
    assertThat(millisLeft()).isPositive();
    assertThat(isFenced(1, OTHER)).isFalse();
    assertThat(isFenced(1, ME)).isTrue();
  }

  @Test
  void fenceRefusesAnotherTermAndALeaseThatRanOut() throws SQLException {
    mine.takeOver(cluster, Action.Claim.NONE);
    assertThat(isFenced(0, ME)).isFalse();
    assertThat(isFenced(2, ME)).isFalse();
    database.expire(cluster);
    assertThat(isFenced(1, ME)).isFalse();
  }

  private boolean isFenced(long term, UUID holder) throws SQLException {
    try (Connection connection = database.database().connect()) {
      connection.setAutoCommit(false);
      new PostgresFence(NODE).commit(connection, cluster, new FencingToken(1, term, holder));
      return true;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("TB001");
      return false;
    }
  }

  /** As after a step of the server's clock: a leader trusts in what an earlier renewal gave him. */
  @Test
  void renewalNeverShortensALease() throws SQLException {
    mine.takeOver(cluster, Action.Claim.NONE);
    database.run(
        "UPDATE sync_metadata.leader_election SET expires_at = expires_at + interval '1 h'"
            + " WHERE cluster_name = '"
            + cluster
            + "'");
    assertThat(renews(mine, 1, ME)).isTrue();
    assertThat(millisLeft()).isGreaterThan(LEASE.toMillis() + 3_000_000);
  }

  @Test
  void desertedLeaseIsTakenEarlyOnlyWhileItsBeatStandsStill() throws SQLException {
    mine.takeOver(cluster, Action.Claim.NONE);
    assertThat(others.takeOver(cluster, new Action.Claim(1, 5)).result()).isEqualTo(Result.REFUSED);
    assertThat(others.takeOver(cluster, new Action.Claim(0, 0)).result()).isEqualTo(Result.REFUSED);
    renews(mine, 1, ME);
    assertThat(others.takeOver(cluster, new Action.Claim(1, 0)).result()).isEqualTo(Result.REFUSED);
    assertThat(others.takeOver(cluster, new Action.Claim(1, 1)).result()).isEqualTo(Result.TAKEN);
  }

  @Test
  void rowTellsOfTheBeaconOfItsTermAlone() throws Exception {
    mine.takeOver(cluster, Action.Claim.NONE);
    renews(mine, 1, ME);
    assertThat(others.observe(cluster).beacon()).isFalse();
    renews(mine, 1, ME, true);
    renews(mine, 1, ME);
    assertThat(others.observe(cluster).beacon()).isTrue();
    assertThat(others.takeOver(cluster, new Action.Claim(1, 3)).result()).isEqualTo(Result.TAKEN);
    assertThat(mine.observe(cluster).beacon()).isFalse();
    assertThat(renews(mine, 1, ME, true)).isFalse();
    assertThat(mine.observe(cluster).beacon()).isFalse();
  }

  /**
   * Judged without the lock, the beat would be the one from before a renewal that is not yet seen.
   */
  @Test
  void takeoverJudgesUnderTheLock() throws Exception {
    mine.takeOver(cluster, Action.Claim.NONE);
    try (Connection renewing = database.database().connect()) {
      renewing.setAutoCommit(false);
      LeaseRow.renew(renewing, List.of(new Renewal(lease(1, ME), false)), LEASE);
      CompletableFuture<Result> takeover =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return others.takeOver(cluster, new Action.Claim(1, 0)).result();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Result early = takeover.completeOnTimeout(Result.REFUSED, 500, TimeUnit.MILLISECONDS).get();
      renewing.commit();
      assertThat(early).isIn(Result.LOCKED, Result.REFUSED);
    }
    assertThat(others.takeOver(cluster, new Action.Claim(1, 0)).result()).isEqualTo(Result.REFUSED);
    assertThat(mine.observe(cluster).term()).isEqualTo(1);
  }

  @Test
  void leaseTakenAfterAWaitIsNotShorter() throws Exception {
    mine.takeOver(cluster, Action.Claim.NONE);
    mine.release(lease(1, ME));
    try (Connection blocking = database.database().connect();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute(
          "SELECT FROM sync_metadata.leader_election WHERE cluster_name = '"
              + cluster
              + "' FOR KEY SHARE");
      assertThat(others.takeOver(cluster, Action.Claim.NONE).result()).isEqualTo(Result.LOCKED);
      blocking.rollback();
    }
    assertThat(others.takeOver(cluster, Action.Claim.NONE).result()).isEqualTo(Result.TAKEN);
    assertThat(millisLeft()).isBetween(LEASE.toMillis() - 2000, LEASE.toMillis());
  }

  /**
   * Frozen between its proof and its commit, an old leader's session would block the next for ever.
   */
  @Test
  void sessionOfAnOldLeaderThatBlocksATakeoverIsEnded() throws Exception {
    mine.takeOver(cluster, Action.Claim.NONE);
    try (Connection frozen = database.database().connect();
        Statement statement = frozen.createStatement()) {
      frozen.setAutoCommit(false);
      new PostgresFence(NODE).prove(frozen, cluster, new FencingToken(1, 1, ME));
      assertThat(others.takeOver(cluster, Action.Claim.NONE).result()).isEqualTo(Result.LOCKED);
      statement.execute("SELECT 1"); // a live lease: left alone
      database.expire(cluster);
      assertThat(others.takeOver(cluster, Action.Claim.NONE).result()).isEqualTo(Result.LOCKED);
      assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class);
    }
    Waiting.until(
        Duration.ofSeconds(5),
        () -> others.takeOver(cluster, Action.Claim.NONE).result() == Result.TAKEN);
  }

  /** Given up from here, they would wait on at the server, each with a session of its own. */
  @Test
  void nothingWaitsLongForALockedTable() throws Exception {
    mine.takeOver(cluster, Action.Claim.NONE);
    try (Connection blocking = database.database().connect();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("LOCK TABLE sync_metadata.leader_election");
      long asked = System.nanoTime();
      List<CompletableFuture<String>> answers =
          List.of(
              state(by -> by.observe(cluster)),
              state(by -> renews(by, 1, ME)),
              state(by -> by.release(lease(1, ME))),
              state(by -> by.settle(cluster)),
              state(by -> by.takeOver(cluster, Action.Claim.NONE)));
      for (CompletableFuture<String> answer : answers) {
        assertThat(answer.get(4, TimeUnit.SECONDS)).isEqualTo("55P03");
      }
      assertThat(System.nanoTime() - asked).isLessThan(TimeUnit.SECONDS.toNanos(4));
    }
    assertThat(renews(mine, 1, ME)).isTrue();
  }

  private interface Question {
    void ask(PostgresLeases by) throws SQLException;
  }

  private static CompletableFuture<String> state(Question question) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (PostgresLeases own = leases(ME)) {
            question.ask(own);
            return "";
          } catch (SQLException e) {
            return e.getSQLState();
          }
        });
  }

  @Test
  void leaseThatSomebodyHasLockedCostsTheOthersNothing() throws Exception {
    ClusterName second = new ClusterName(cluster + "-2");
    mine.takeOver(cluster, Action.Claim.NONE);
    mine.takeOver(second, Action.Claim.NONE);
    Renewal one = new Renewal(lease(1, ME), false);
    Renewal two = new Renewal(new Mine(second, new FencingToken(1, 1, ME)), false);
    try (Connection blocking = database.database().connect();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute(
          "SELECT FROM sync_metadata.leader_election WHERE cluster_name = '"
              + cluster
              + "' FOR UPDATE");
      assertThat(mine.renew(List.of(one, two)))
          .isEqualTo(new Leases.Renewals(Set.of(second), Set.of(cluster)));
      assertThat(mine.observe(second).beat()).isEqualTo(1);
    }
    assertThat(mine.renew(List.of(one, two)).held()).containsExactlyInAnyOrder(cluster, second);
  }

  @Test
  void historyKeepsEachTerm() throws SQLException {
    mine.takeOver(cluster, Action.Claim.NONE);
    database.expire(cluster);
    others.takeOver(cluster, Action.Claim.NONE);
    assertThat(
            database.one(
                "SELECT string_agg(term || ' ' || holder, ', ' ORDER BY term)"
                    + " FROM sync_metadata.leader_history WHERE cluster_name = '"
                    + cluster
                    + "'"))
        .isEqualTo("1 " + ME + ", 2 " + OTHER);
  }
}
