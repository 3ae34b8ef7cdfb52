package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import dev.tributary.test.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions that an administrator, a failover or a firewall ends; and how ours behave meanwhile. */
final class EndedSessionsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<LossReason> losses = new CopyOnWriteArrayList<>();
  private TestLeases leases;
  private PostgresLeaderElector first;
  private PostgresLeaderElector second;
  private Leadership leadership;

  @BeforeEach
  void electWithBeacon() throws Exception {
    leases = new TestLeases(PostgresServer.shared());
    first =
        leases
            .node("first")
            .listener(
                new LeadershipListener() {
                  @Override
                  public void lost(Leadership term, LossReason reason) {
                    losses.add(reason);
                  }
                })
            .start();
    leadership = first.await(SOON);
    awaitBeacon();
    second = leases.node("second").start();
    Waiting.until(SOON, () -> second.state().watch().beacon() == Watch.Sight.HELD);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    leases.close();
  }

  private void awaitBeacon() {
    Waiting.until(
        SOON,
        () ->
            first.state().held().map(Held::beacon).equals(java.util.Optional.of(Held.Beacon.HELD)));
  }

  @Test
  void beaconsSessionEndedTenTimesCostsNoTerm() throws Exception {
    endBeacons(10);
  }

  @Test
  @Tag("long")
  void beaconsSessionEndedAHundredTimesCostsNoTerm() throws Exception {
    endBeacons(100);
  }

  private void endBeacons(int times) throws Exception {
    String key = BeaconKeys.beacon(TestLeases.CLUSTER, leadership.token().term());
    String holder =
        """
        SELECT l.pid FROM pg_locks l, hashtextextended('%s', 0) AS key
         WHERE l.locktype = 'advisory' AND l.granted AND l.mode = 'ExclusiveLock'
           AND l.objid::bigint = (key & 4294967295) AND l.objsubid = 1
           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
            .formatted(key);
    for (int i = 0; i < times; i++) {
      String pid = leases.one(holder);
      assertThat(pid).isNotEqualTo("nothing");
      leases.run("SELECT pg_terminate_backend(" + pid + ")");
      Waiting.until(
          SOON, () -> !leases.one(holder).equals("nothing") && !leases.one(holder).equals(pid));
      awaitBeacon();
    }
    assertThat(losses).isEmpty();
    assertThat(leadership.isValid()).isTrue();
    assertThat(leases.one("SELECT max(term) FROM sync_metadata.leader_history"))
        .isEqualTo(String.valueOf(leadership.token().term()));
  }

  @Test
  void allSessionsEndedAtOnceIsSurvived() throws Exception {
    leases.run(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()
        """);
    Waiting.until(SOON, () -> isSettled(first, second) || isSettled(second, first));
    PostgresLeaderElector leads = first.current().isPresent() ? first : second;
    PostgresLeaderElector other = leads == first ? second : first;
    assertThat(other.current()).isEmpty();
    leads.close();
    assertThat(other.await(Duration.ofSeconds(5)).isValid()).isTrue();
  }

  private static boolean isSettled(PostgresLeaderElector leader, PostgresLeaderElector follower) {
    return leader.current().isPresent()
        && leader.state().mine().beacon() == Held.Beacon.HELD
        && follower.mode() == ElectionMode.LISTEN
        && follower.state().watch().beacon() == Watch.Sight.HELD;
  }

  @Test
  void oneNodeHasThreeSessionsThatHoldNoSnapshotAndNoTransaction() throws Exception {
    holdNothing(Duration.ofSeconds(3));
  }

  /** Ten seconds are the most that is promised; none of them needs more than a moment. */
  @Test
  @Tag("long")
  void sessionsHoldNoSnapshotAndNoTransactionForTenSecondsAndMore() throws Exception {
    holdNothing(Duration.ofSeconds(25));
  }

  private void holdNothing(Duration watched) throws Exception {
    String held =
        """
        SELECT coalesce(string_agg(application_name || ' ' || state, ', '), '')
          FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'tributary/%'
           AND (backend_xmin IS NOT NULL OR xact_start IS NOT NULL)
           AND coalesce(xact_start, state_change) < clock_timestamp() - interval '1 s'
        """;
    Waiting.always(watched, () -> leases.one(held).isEmpty());
    String sessions =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'tributary/%s'";
    assertThat(leases.one(sessions.formatted("first"))).isEqualTo("2");
    assertThat(
            leases.one(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name LIKE 'tributary%'"))
        .isEqualTo("6");
  }
}
