package dev.tributary.election;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.NodeId;
import dev.tributary.api.internal.SessionName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beacons by advisory locks, news by LISTEN, and the canary that says whether both mean anything.
 */
final class PostgresSignals implements Signals, NotificationWorker.Ear {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSignals.class);

  private final ElectorThread elector;
  private final LongSupplier clock;
  private final BeaconWorker beacons;
  private final NotificationWorker news;
  private final Canary canary;
  private final List<Thread> threads;
  private final Pulses pulses;
  private final List<Candidacy> candidacies = new CopyOnWriteArrayList<>();

  // Written only by the elector's thread
  private volatile ElectionMode mode = ElectionMode.POLL;

  PostgresSignals(
      ConnectionSource connections,
      NodeId node,
      ElectorThread elector,
      LongSupplier clock,
      ControlLine control) {
    this.elector = elector;
    this.clock = clock;
    this.pulses = control.leases().pulses();
    String name = SessionName.of(node);
    this.beacons = new BeaconWorker(connections, name, elector, clock);
    this.news = new NotificationWorker(connections, name, this);
    this.canary =
        new Canary(
            payload ->
                control
                    .worker()
                    .ask(
                        () -> {
                          control.leases().tell(payload);
                          elector.execute(() -> sent(payload));
                        }),
            this::found,
            news::renewConnection);
    this.threads =
        List.of(
            new Thread(beacons, "sync-beacon-" + node), new Thread(news, "sync-listen-" + node));
  }

  /** The control connection and the thread that uses it. */
  record ControlLine(PostgresLeases leases, LeaseWorker worker) {}

  ElectionMode mode() {
    return mode;
  }

  @Override
  public void add(Candidacy candidacy) {
    candidacies.add(candidacy);
    elector.post(candidacy, new Event.ModeKnown(mode));
  }

  @Override
  public void remove(Candidacy candidacy) {
    candidacies.remove(candidacy);
  }

  @Override
  public void wish(Candidacy candidacy, BeaconWish wish) {
    beacons.wish(candidacy, wish);
  }

  @Override
  public void start() {
    elector.add(canary);
    for (Thread thread : threads) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void listening() {
    elector.execute(() -> canary.fly(clock.getAsLong()));
    candidacies.forEach(c -> elector.post(c, new Event.Notified(0)));
  }

  @Override
  public void heard(String payload) {
    if (payload.startsWith("canary ")) {
      elector.execute(() -> canary.heard(payload));
      return;
    }
    int space = payload.indexOf(' ');
    for (Candidacy candidacy : candidacies) {
      if (space > 0 && candidacy.cluster().value().equals(payload.substring(0, space))) {
        elector.post(candidacy, new Event.Notified(term(payload.substring(space + 1))));
      }
    }
  }

  /** Anybody may send anything on the channel. */
  private static long term(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private void sent(String payload) {
    canary.sent(payload, clock.getAsLong());
  }

  private void found(ElectionMode now) {
    if (now != mode) {
      LOG.info("election mode is {}", now);
    }
    mode = now;
    pulses.mode(now);
    long at = clock.getAsLong();
    candidacies.forEach(c -> c.hear(new Event.ModeKnown(now), at));
  }

  @Override
  public void stop() {
    beacons.stop();
    news.stop();
    threads.forEach(Thread::interrupt);
  }

  @Override
  public void join(long deadline) throws InterruptedException {
    for (Thread thread : threads) {
      ElectorRuntime.join(thread, deadline);
    }
  }
}
