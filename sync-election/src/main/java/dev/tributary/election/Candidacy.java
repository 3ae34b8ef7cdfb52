package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.FencingToken;
import dev.tributary.api.LossReason;
import dev.tributary.api.internal.FencedTerm;
import dev.tributary.api.internal.LeaseRow.Mine;
import dev.tributary.api.internal.LeaseView;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in one election: holds its state, lets {@link Election} decide, and has done
 * what it decided. All but {@link #standing}, {@link #state} and {@link #counts} is for the
 * elector's thread.
 */
final class Candidacy implements Timed {
  private static final Logger LOG = LoggerFactory.getLogger(Candidacy.class);

  private final ClusterName cluster;
  private final Rules rules;
  private final Election election;
  private final Surroundings around;
  private final ListenerCalls listeners;
  private final Standing standing = new Standing();
  private final Tally tally = new Tally();
  private final CountDownLatch closed = new CountDownLatch(1);

  // Written only by the elector's thread
  private volatile ElectionState state = ElectionState.STOPPED;
  // Used only by the elector's thread
  private BeaconWish wished = BeaconWish.NONE;
  private int workOfLostTerms;
  // Used only by the elector's thread
  private boolean hasLeft;

  Candidacy(ClusterName cluster, Rules rules, Surroundings around, ListenerCalls listeners) {
    this.cluster = cluster;
    this.rules = rules;
    this.election = new Election(rules);
    this.around = around;
    this.listeners = listeners;
  }

  /** What a candidacy needs of its elector. */
  interface Surroundings {
    void ask(Question question);

    void post(Candidacy to, Event event);

    void wish(Candidacy candidacy, BeaconWish wish);

    String nodeName();

    FencedTerm newTerm(ClusterName cluster, FencingToken token);

    /** It hears nothing any more. */
    void stopped(Candidacy candidacy);
  }

  ClusterName cluster() {
    return cluster;
  }

  Standing standing() {
    return standing;
  }

  ElectionState state() {
    return state;
  }

  ElectionCounts counts() {
    return tally.counts();
  }

  Mine lease(Action action) {
    if (action instanceof Action.Renew renew) {
      return new Mine(cluster, token(renew.timeline(), renew.term()));
    }
    Action.Release release = (Action.Release) action;
    return new Mine(cluster, token(release.timeline(), release.term()));
  }

  private FencingToken token(int timeline, long term) {
    return new FencingToken(timeline, term, rules.holder());
  }

  @Override
  public long wakeAt() {
    return state.wakeAt();
  }

  @Override
  public void passTime(long now) {
    hear(new Event.TimePassed(), now);
  }

  void hear(Event event, long now) {
    tally.hear(event);
    Phase before = state.phase();
    Step step = election.step(state, event, now);
    state = step.state();
    step.actions().forEach(this::execute);
    if (state.phase() == Phase.LEADER) {
      standing.trustUntil(state.mine().validUntil());
    }
    BeaconWish wish = state.beaconWish(rules);
    if (!wish.equals(wished)) {
      wished = wish;
      around.wish(this, wish);
    }
    if (state.phase() == Phase.STOPPED && before != Phase.STOPPED) {
      listeners.stop();
      around.stopped(this);
    }
    if (hasLeft) {
      closed.countDown();
    }
  }

  private void execute(Action action) {
    if (action instanceof Action.Grant grant) {
      grant(token(grant.timeline(), grant.term()));
    } else if (action instanceof Action.Revoke revoke) {
      revoke(revoke.reason());
    } else if (action instanceof Action.Left left) {
      hasLeft |= left.kind() == Leave.Kind.CLOSES;
    } else {
      around.ask(new Question(this, action));
    }
  }

  private void grant(FencingToken token) {
    FencedTerm term = around.newTerm(cluster, token);
    term.trustUntil(state.mine().validUntil());
    standing.gained(term);
    LOG.info("this node leads cluster {} in term {}", cluster, token.term());
    listeners.gained(term);
  }

  private void revoke(LossReason reason) {
    FencedTerm term = standing.lost();
    LOG.info(
        "this node leads cluster {} no more: {} in term {}", cluster, reason, term.token().term());
    workOfLostTerms++;
    Runnable done = () -> around.post(this, new Event.WorkDone());
    listeners.lost(term, reason, () -> term.whenIdle(done));
  }

  /** Of several terms that were lost one after another, only the last work's end counts. */
  boolean isLastWork() {
    workOfLostTerms--;
    return workOfLostTerms == 0;
  }

  /** Opens when whoever closed it need not wait any longer. */
  CountDownLatch closed() {
    return closed;
  }

  /** Who holds the lease, as last seen. */
  Optional<String> leader() {
    if (standing.current().isPresent()) {
      return Optional.of(around.nodeName());
    }
    LeaseView seen = state.watch().seen();
    return seen.live() ? Optional.of(seen.leader()) : Optional.empty();
  }
}
