package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.FencingToken;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncException;
import dev.tributary.api.internal.Fence;
import dev.tributary.api.internal.FencedTerm;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The threads and connections of all elections of one node. They end with the last election. */
final class ElectorRuntime implements Candidacy.Surroundings {
  private static final Duration JITTER = Duration.ofMillis(50);

  private final Identity identity;
  private final Terms terms;
  private final LongSupplier clock;
  private final ElectorThread elector;
  private final LeaseWorker worker;
  private final Signals signals;
  private final Thread electorThread;
  private final Thread workerThread;
  private final Set<Candidacy> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);

  // Guarded by this
  private boolean started;

  /** Who elects. */
  record Identity(
      NodeId node, UUID holder, Eligibility eligibility, LeaseTimes times, Duration drain) {}

  /** What a term needs to prove itself. */
  record Terms(Fence fence, ConnectionSource work) {}

  /** What decides, and where it keeps its leases. */
  record Parts(LongSupplier clock, ElectorThread elector, LeaseWorker worker, Signals signals) {}

  ElectorRuntime(Identity identity, Terms terms, Parts parts) {
    this.identity = identity;
    this.terms = terms;
    this.clock = parts.clock();
    this.elector = parts.elector();
    this.worker = parts.worker();
    this.signals = parts.signals();
    this.electorThread = daemon(elector, "sync-elector-" + identity.node());
    this.workerThread = daemon(worker, "sync-lease-" + identity.node());
  }

  /** Nanoseconds since now, so that deadlines can be compared as numbers. */
  static LongSupplier newClock() {
    long origin = System.nanoTime();
    return () -> System.nanoTime() - origin;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  Elector elector(ClusterName cluster, LeadershipListener listener) {
    long jitter = ThreadLocalRandom.current().nextLong(JITTER.toNanos());
    Rules rules =
        new Rules(
            identity.holder(),
            identity.eligibility(),
            identity.times(),
            jitter,
            identity.drain().toNanos());
    String listens = "sync-leadership-%s-%s".formatted(identity.node(), cluster);
    return new Elector(
        new Candidacy(cluster, rules, this, new ListenerCalls(listener, listens)), this);
  }

  synchronized void start(Candidacy candidacy) {
    if (ended.getCount() == 0) {
      throw new ConfigurationInvalid(
          "the threads of these elections ended with the last of them; make another object");
    }
    running.add(candidacy);
    elector.add(candidacy);
    signals.add(candidacy);
    post(candidacy, new Event.Started());
    if (!started) {
      started = true;
      electorThread.start();
      workerThread.start();
      signals.start();
    }
  }

  UUID holder() {
    return identity.holder();
  }

  Duration drain() {
    return identity.drain();
  }

  Optional<SyncException> complaint() {
    return worker.complaint().last();
  }

  void execute(Runnable task) {
    elector.execute(task);
  }

  @Override
  public void ask(Question question) {
    worker.ask(question);
  }

  @Override
  public void post(Candidacy to, Event event) {
    elector.post(to, event);
  }

  @Override
  public void wish(Candidacy candidacy, BeaconWish wish) {
    signals.wish(candidacy, wish);
  }

  @Override
  public String nodeName() {
    return identity.node().value();
  }

  @Override
  public FencedTerm newTerm(ClusterName cluster, FencingToken token) {
    return new FencedTerm(cluster, token, terms.fence(), terms.work(), clock);
  }

  @Override
  public synchronized void stopped(Candidacy candidacy) {
    signals.remove(candidacy);
    elector.remove(candidacy);
    running.remove(candidacy);
    if (running.isEmpty()) {
      signals.stop();
      workerThread.interrupt();
      electorThread.interrupt();
      ended.countDown();
    }
  }

  /** Waits, if no other election is left, for the threads to end. */
  void awaitEnd(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      if (running.isEmpty() && ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        join(electorThread, deadline);
        join(workerThread, deadline);
        signals.join(deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void join(Thread thread, long deadline) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (thread != Thread.currentThread() && left > 0) {
      thread.join(left);
    }
  }
}
