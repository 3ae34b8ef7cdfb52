package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the beacons of the terms that are ours and watches those of others, on one connection and
 * one thread for all elections.
 */
final class BeaconWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(BeaconWorker.class);

  private static final Duration SILENCE = Duration.ofMillis(1500);
  private static final int HOLDING_MILLIS = 500;
  private static final int WATCHING_MILLIS = 100;
  private static final int READY_MILLIS = 5;

  private final ConnectionSource connections;
  private final String sessionName;
  private final Mailbox mailbox;
  private final LongSupplier clock;
  private final Map<Candidacy, BeaconWish> wishes = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private volatile Optional<BeaconSession> current = Optional.empty();

  // Used only by its own thread
  private final Map<Candidacy, Long> held = new HashMap<>();
  private int failures;

  BeaconWorker(
      ConnectionSource connections, String sessionName, Mailbox mailbox, LongSupplier clock) {
    this.connections = connections;
    this.sessionName = sessionName;
    this.mailbox = mailbox;
    this.clock = clock;
  }

  synchronized void wish(Candidacy candidacy, BeaconWish wish) {
    if (wish.kind() == BeaconWish.Kind.NOTHING) {
      wishes.remove(candidacy);
    } else {
      wishes.put(candidacy, wish);
      notifyAll();
    }
  }

  void stop() {
    stopped.countDown();
    current.ifPresent(BeaconSession::close);
  }

  @Override
  public void run() {
    try {
      while (!stopped.await(pause(), TimeUnit.MILLISECONDS)) {
        awaitWish();
        keepOneSession();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends by an interruption when there will be none. */
  private synchronized void awaitWish() throws InterruptedException {
    while (wishes.isEmpty()) {
      wait();
    }
  }

  private long pause() {
    return failures == 0 ? 0 : Math.min(2000, 50L << Math.min(failures, 6));
  }

  private void keepOneSession() {
    try (BeaconSession session = BeaconSession.open(connections, SILENCE, sessionName)) {
      current = Optional.of(session);
      while (stopped.getCount() > 0 && !wishes.isEmpty()) {
        turn(session);
        failures = 0;
        sleep(session);
      }
    } catch (SQLException e) {
      failures++;
      LOG.debug("the beacon's connection ended: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      failures++;
      LOG.error("the beacon met a fault of its own and goes on", e);
    } finally {
      held.keySet().forEach(c -> mailbox.post(c, new Event.BeaconLost()));
      held.clear();
    }
  }

  /** Whoever is about to lead is soon to have its beacon, so its wish is looked for often. */
  private void sleep(BeaconSession session) throws SQLException {
    if (!isReady()) {
      session.sleep(isHoldingOnly() ? HOLDING_MILLIS : WATCHING_MILLIS);
    }
    for (int slept = 0; slept < WATCHING_MILLIS && isReady(); slept += READY_MILLIS) {
      session.sleep(READY_MILLIS);
    }
  }

  private boolean isReady() {
    return wishes.values().stream().anyMatch(wish -> wish.kind() == BeaconWish.Kind.READY);
  }

  private boolean isHoldingOnly() {
    return wishes.entrySet().stream()
        .allMatch(e -> Long.valueOf(e.getValue().term()).equals(held.get(e.getKey())));
  }

  private void turn(BeaconSession session) throws SQLException {
    long asked = clock.getAsLong();
    session.ping();
    held.keySet().forEach(c -> mailbox.post(c, new Event.BeaconProven(asked)));
    dropUnwished(session);
    for (Map.Entry<Candidacy, BeaconWish> entry : wishes.entrySet()) {
      Candidacy candidacy = entry.getKey();
      BeaconWish wish = entry.getValue();
      if (wish.kind() == BeaconWish.Kind.WATCH) {
        watch(session, candidacy, wish.term());
      } else if (wish.kind() == BeaconWish.Kind.HOLD && !held.containsKey(candidacy)) {
        take(session, candidacy, wish.term());
      }
    }
  }

  private void dropUnwished(BeaconSession session) throws SQLException {
    for (Candidacy candidacy : Map.copyOf(held).keySet()) {
      long term = held.get(candidacy);
      if (!BeaconWish.hold(term).equals(wishes.get(candidacy))) {
        session.release(candidacy.cluster(), term);
        held.remove(candidacy);
      }
    }
  }

  private void watch(BeaconSession session, Candidacy candidacy, long term) throws SQLException {
    ClusterName cluster = candidacy.cluster();
    BeaconSession.Sight sight = session.look(cluster, term);
    mailbox.post(
        candidacy,
        switch (sight) {
          case HELD -> new Event.BeaconSeenHeld(term);
          case ONLY_PULSE -> new Event.BeaconSeenFree(term, Rules.GRACE_WITH_PULSE);
          case FREE -> new Event.BeaconSeenFree(term, Rules.GRACE);
        });
  }

  private void take(BeaconSession session, Candidacy candidacy, long term) throws SQLException {
    long asked = clock.getAsLong();
    if (session.take(candidacy.cluster(), term)) {
      held.put(candidacy, term);
      mailbox.post(candidacy, new Event.BeaconTaken(asked, term));
    }
  }
}
