package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.LossReason;
import dev.tributary.api.internal.LeaseView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rules, one at a time; times are in milliseconds. */
final class ElectionTest {
  private static final UUID ME = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final Rules RULES =
      new Rules(ME, Eligibility.MAY_LEAD, LeaseTimes.STANDARD, millis(10), millis(5000));

  private final Election election = new Election(RULES);
  private ElectionState state = ElectionState.STOPPED;
  private List<Action> actions = List.of();

  private static long millis(long n) {
    return Duration.ofMillis(n).toNanos();
  }

  private void at(long now, Event event) {
    Step step = election.step(state, event, millis(now));
    state = step.state();
    actions = step.actions();
  }

  private static LeaseView held(long term, UUID by, long beat, long left) {
    return new LeaseView(term, Optional.of(by), "n", beat, false, left);
  }

  private void lead(long asked, long answered) {
    at(asked, new Event.Started());
    at(asked, new Event.ModeKnown(ElectionMode.LISTEN));
    at(asked, new Event.Observed(LeaseView.NONE, 1));
    at(asked + 10, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.TakeOver(Action.Claim.NONE));
    at(answered, new Event.TookOver(millis(asked), 1, 1));
  }

  private void holdBeacon() {
    at(30, new Event.BeaconTaken(millis(25), 1));
    at(35, new Event.Renewed(millis(31), false, true));
  }

  private void follow() {
    at(0, new Event.Started());
    at(0, new Event.ModeKnown(ElectionMode.LISTEN));
    at(0, new Event.Observed(held(4, OTHER, 7, 60_000), 1));
    at(0, new Event.Observed(held(4, OTHER, 7, 60_000), 1));
  }

  @Test
  void beliefCountsFromBeforeTheQuestionNotFromTheAnswer() {
    lead(1000, 21_000);
    assertThat(state.phase()).isEqualTo(Phase.LEADER);
    assertThat(state.mine().validUntil()).isEqualTo(millis(1000 + 60_000 - 1200));
    at(31_000, new Event.TimePassed());
    at(45_000, new Event.Renewed(millis(31_000), false, true));
    assertThat(state.mine().validUntil()).isEqualTo(millis(31_000 + 60_000 - 1200));
  }

  @Test
  void beliefEndsByItselfAndARenewalSentLaterBringsTheSameTermBack() {
    lead(0, 20);
    at(58_801, new Event.TimePassed());
    assertThat(actions).contains(new Action.Revoke(LossReason.EXPIRED));
    assertThat(state.phase()).isEqualTo(Phase.SUSPECT);
    at(59_500, new Event.Renewed(millis(59_000), false, true));
    assertThat(actions).contains(new Action.Grant(1, 1));
  }

  @Test
  void silentBeaconEndsBeliefBeforePostgresEndsTheBeacon() {
    lead(0, 20);
    holdBeacon();
    at(1000, new Event.BeaconProven(millis(990)));
    assertThat(state.mine().validUntil()).isEqualTo(millis(990 + 2500));
    at(3490, new Event.TimePassed());
    assertThat(actions).contains(new Action.Revoke(LossReason.SUSPENDED));
  }

  @Test
  void lockedLeaseIsAskedForAgainAtOnceAndBelievedUntilItsTime() {
    lead(0, 20);
    at(30_000, new Event.TimePassed());
    for (long now = 31_000; now < 58_000; now += 1000) {
      at(now, new Event.Locked());
      assertThat(actions).isEmpty();
      at(now + 50, new Event.TimePassed());
      assertThat(actions).containsExactly(new Action.Renew(1, 1, false));
    }
    assertThat(state.phase()).isEqualTo(Phase.LEADER);
    at(58_801, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.Revoke(LossReason.EXPIRED));
    at(59_000, new Event.Locked());
    at(59_050, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.Renew(1, 1, false));
  }

  @Test
  void lockedRenewalProvesNothingWhileTheBeaconIsGone() {
    lead(0, 20);
    holdBeacon();
    at(1000, new Event.BeaconLost());
    assertThat(actions).containsExactly(new Action.Renew(1, 1, true));
    at(1010, new Event.Locked());
    assertThat(actions).contains(new Action.Revoke(LossReason.SUSPENDED));
  }

  @Test
  void lockedTakeoverIsTriedAgainSoon() {
    at(0, new Event.Started());
    at(0, new Event.Observed(LeaseView.NONE, 1));
    at(10, new Event.TimePassed());
    at(20, new Event.Locked());
    assertThat(state.phase()).isEqualTo(Phase.FOLLOWER);
    at(70, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.TakeOver(Action.Claim.NONE));
  }

  @Test
  void lostBeaconIsAnsweredByABeatAtOnce() {
    lead(0, 20);
    holdBeacon();
    at(1000, new Event.BeaconLost());
    assertThat(actions).contains(new Action.Renew(1, 1, true));
    assertThat(state.mine().validUntil()).isEqualTo(millis(1200));
    at(1010, new Event.Renewed(millis(1001), false, true));
    assertThat(state.mine().validUntil()).isEqualTo(millis(1201));
    at(1101, new Event.TimePassed());
    assertThat(actions).contains(new Action.Renew(1, 1, true));
  }

  @Test
  void pulseLetsALeaderWithoutBeaconBelieveLongerUntilItIsGone() {
    lead(0, 20);
    holdBeacon();
    at(1000, new Event.BeaconLost());
    at(1010, new Event.Renewed(millis(1001), true, true));
    assertThat(state.mine().validUntil()).isEqualTo(millis(2001));
    at(1110, new Event.Renewed(millis(1101), false, true));
    assertThat(state.mine().validUntil()).isEqualTo(millis(1301));
    at(1205, new Event.NoAnswer());
    assertThat(actions).contains(new Action.Revoke(LossReason.SUSPENDED));
  }

  /** Found by the simulation: the connection answers, but meanwhile another node took over. */
  @Test
  void beaconThatWasHeldAgainProvesNothingUntilARenewalSentAfterwards() {
    lead(0, 20);
    holdBeacon();
    at(1000, new Event.BeaconLost());
    at(1300, new Event.TimePassed());
    assertThat(state.phase()).isEqualTo(Phase.SUSPECT);
    at(1400, new Event.BeaconTaken(millis(1390), 1));
    at(1405, new Event.Renewed(millis(1000), false, true));
    assertThat(state.phase()).isEqualTo(Phase.SUSPECT);
    at(1420, new Event.RenewalRefused());
    assertThat(state.phase()).isEqualTo(Phase.FOLLOWER);
  }

  @Test
  void freeBeaconThatWasNeverSeenHeldMeansNothing() {
    follow();
    at(100, new Event.BeaconSeenFree(4, Rules.GRACE));
    for (int i = 0; i < 50; i++) {
      at(200 + i * 100, new Event.BeaconSeenFree(4, Rules.GRACE));
      at(205 + i * 100, new Event.Observed(held(4, OTHER, 7, 50_000), 1));
      assertThat(actions).isEmpty();
    }
    assertThat(state.watch().isFree()).isFalse();
  }

  /** Found with processes that were killed young: their successors waited for the lease. */
  @Test
  void freeBeaconThatTheRowTellsOfIsJudgedByWhoeverBeginsToFollow() {
    at(0, new Event.Started());
    at(0, new Event.ModeKnown(ElectionMode.LISTEN));
    at(0, new Event.Observed(new LeaseView(4, Optional.of(OTHER), "n", 7, true, 60_000), 1));
    at(0, new Event.Observed(new LeaseView(4, Optional.of(OTHER), "n", 7, true, 60_000), 1));
    at(100, new Event.BeaconSeenFree(4, Rules.GRACE));
    assertThat(actions).containsExactly(new Action.Observe());
    at(110, new Event.Observed(new LeaseView(4, Optional.of(OTHER), "n", 7, true, 60_000), 1));
    at(410, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.TakeOver(new Action.Claim(4, 7)));
  }

  @Test
  void freeBeaconThatWasNeverSeenHasTheRowReadAgain() {
    follow();
    at(100, new Event.BeaconSeenFree(4, Rules.GRACE));
    assertThat(actions).isEmpty();
    at(200, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.Observe());
    at(205, new Event.Observed(held(4, OTHER, 7, 60_000), 1));
    at(290, new Event.BeaconSeenFree(4, Rules.GRACE));
    at(300, new Event.BeaconSeenHeld(4));
    assertThat(state.watch().beacon()).isEqualTo(Watch.Sight.HELD);
  }

  @Test
  void heldBeaconIsToldInTheRowAtOnce() {
    lead(0, 20);
    at(30, new Event.BeaconTaken(millis(25), 1));
    assertThat(actions).containsExactly(new Action.Renew(1, 1, true));
    at(40, new Event.Renewed(millis(30), true, true));
    at(2000, new Event.TimePassed());
    assertThat(actions).isEmpty();
  }

  @Test
  void renewalThatWasUnderWayWhenTheBeaconWasTakenDoesNotTellOfIt() {
    lead(0, 20);
    at(30_000, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.Renew(1, 1, false));
    at(30_010, new Event.BeaconTaken(millis(30_005), 1));
    at(30_020, new Event.Renewed(millis(30_015), true, false));
    assertThat(actions).containsExactly(new Action.Renew(1, 1, true));
  }

  @Test
  void freeBeaconAndAStillBeatForTheGraceAllowATakeover() {
    follow();
    at(100, new Event.BeaconSeenHeld(4));
    at(200, new Event.BeaconSeenFree(4, Rules.GRACE));
    assertThat(actions).containsExactly(new Action.Observe());
    at(210, new Event.Observed(held(4, OTHER, 7, 50_000), 1));
    at(509, new Event.TimePassed());
    assertThat(actions).isEmpty();
    at(510, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.TakeOver(new Action.Claim(4, 7)));
  }

  /** Found by the simulation: the beat that was read late had changed a moment before. */
  @Test
  void graceBeginsWhenTheBeatIsRead() {
    follow();
    at(100, new Event.BeaconSeenHeld(4));
    at(200, new Event.BeaconSeenFree(4, Rules.GRACE));
    at(900, new Event.Observed(held(4, OTHER, 8, 60_000), 1));
    assertThat(actions).isEmpty();
    at(1200, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.TakeOver(new Action.Claim(4, 8)));
  }

  @Test
  void beatBeginsTheGraceAgain() {
    follow();
    at(100, new Event.BeaconSeenHeld(4));
    at(200, new Event.BeaconSeenFree(4, Rules.GRACE));
    at(210, new Event.Observed(held(4, OTHER, 7, 50_000), 1));
    at(400, new Event.Notified(4));
    at(410, new Event.Observed(held(4, OTHER, 8, 60_000), 1));
    at(600, new Event.TimePassed());
    assertThat(actions).isEmpty();
    at(710, new Event.TimePassed());
    assertThat(actions).containsExactly(new Action.TakeOver(new Action.Claim(4, 8)));
  }

  @Test
  void standingPulseMakesTheGraceLonger() {
    follow();
    at(100, new Event.BeaconSeenHeld(4));
    at(200, new Event.BeaconSeenFree(4, Rules.GRACE_WITH_PULSE));
    at(210, new Event.Observed(held(4, OTHER, 7, 50_000), 1));
    at(600, new Event.BeaconSeenFree(4, Rules.GRACE_WITH_PULSE));
    assertThat(actions).isEmpty();
    at(700, new Event.BeaconSeenHeld(4));
    at(9000, new Event.TimePassed());
    assertThat(actions).isEmpty();
  }

  @Test
  void answerToATakeoverThatWasLostIsFoundInTheRow() {
    at(0, new Event.Started());
    at(0, new Event.Observed(LeaseView.NONE, 1));
    at(10, new Event.TimePassed());
    at(5000, new Event.NoAnswer());
    at(5250, new Event.TimePassed());
    at(5260, new Event.Observed(held(1, ME, 0, 55_000), 1));
    assertThat(actions).containsExactly(new Action.Renew(1, 1, false));
    at(5270, new Event.Renewed(millis(5260), false, true));
    assertThat(actions).contains(new Action.Grant(1, 1));
  }

  @Test
  void leaseIsReleasedOnlyWhenTheWorkIsDone() {
    lead(0, 20);
    at(100, new Event.CloseAsked());
    assertThat(actions).containsExactly(new Action.Revoke(LossReason.CLOSED));
    at(200, new Event.WorkDone());
    assertThat(actions).containsExactly(new Action.Release(1, 1));
    at(210, new Event.Released());
    assertThat(actions).containsExactly(new Action.Left(Leave.Kind.CLOSES));
    assertThat(state.phase()).isEqualTo(Phase.STOPPED);
  }

  /** Found by thought: the release may arrive late and end a lease that is believed again. */
  @Test
  void termThatWeAskedToReleaseIsNeverBelievedAgain() {
    lead(0, 20);
    at(100, new Event.ResignAsked(0));
    at(110, new Event.WorkDone());
    assertThat(actions).containsExactly(new Action.Release(1, 1));
    at(5110, new Event.NoAnswer());
    at(10_200, new Event.TimePassed());
    at(70_000, new Event.TimePassed());
    at(70_000, new Event.Observed(held(1, ME, 0, 30_000), 1));
    assertThat(state.phase()).isEqualTo(Phase.FOLLOWER);
    assertThat(actions).isEmpty();
  }

  /** Found by the simulation: followers still remember the beacon of a term that comes back. */
  @Test
  void termThatIsFoundAgainRemembersThatItsBeaconWasSeen() {
    lead(0, 20);
    holdBeacon();
    at(100, new Event.ResignAsked(0));
    at(5100, new Event.TimePassed());
    at(60_100, new Event.TimePassed());
    assertThat(state.phase()).isEqualTo(Phase.FOLLOWER);
    at(60_101, new Event.NoAnswer());
    at(60_500, new Event.Observed(held(1, ME, 0, 30_000), 1));
    assertThat(state.phase()).isEqualTo(Phase.SUSPECT);
    assertThat(state.mine().mayComeEarly()).isTrue();
  }
}
