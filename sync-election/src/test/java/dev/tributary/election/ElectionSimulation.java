package dev.tributary.election;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Three nodes under faults that a seed chooses: frozen processes, cut networks, lost and late
 * messages, a database that goes away, sessions that are ended, crashes. After each thing that
 * happens the invariants are checked; at the end, with all faults gone, exactly one node must lead.
 */
final class ElectionSimulation {
  private static final long FAULTS_END = SimulatedTime.millis(90_000);
  private static final int STEPS = 2_000_000;

  private final SimulatedTime time;
  private final SimulatedStore store;
  private final LeaseTimes times;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private long nextNode = 1;
  private long faultUntil;
  private long told = -1;
  private long highest;
  private long overriddenUntil;

  ElectionSimulation(long seed) {
    time = new SimulatedTime(seed);
    times =
        time.oneIn(2)
            ? LeaseTimes.FAST
            : new LeaseTimes(Duration.ofSeconds(5), Duration.ofSeconds(1));
    time.quietFrom(FAULTS_END);
    store = new SimulatedStore(time, times.lease().toNanos());
  }

  /** How much happened, so that a test can see that something did. */
  record Outcome(long terms, int termsThatCommitted) {}

  Outcome run() {
    for (int i = 0; i < 3; i++) {
      addNode();
    }
    time.after(SimulatedTime.millis(1000), this::fault);
    time.after(SimulatedTime.millis(10), this::work);
    long quietAt = FAULTS_END + 3 * times.lease().toNanos() + SimulatedTime.millis(15_000);
    int steps = 0;
    while (time.next(quietAt)) {
      tellNews();
      check();
      if (++steps > STEPS) {
        throw new AssertionError("too busy at " + time.now());
      }
    }
    long leaders = nodes.stream().filter(SimulatedNode::believes).count();
    if (leaders != 1) {
      throw new AssertionError("I5: " + leaders + " leaders when all is quiet");
    }
    return new Outcome(store.term(), store.termsThatCommitted());
  }

  private void addNode() {
    SimulatedNode node = new SimulatedNode(time, store, new UUID(7, nextNode++), times);
    nodes.add(node);
    node.start();
  }

  private void tellNews() {
    if (store.term() != told) {
      told = store.term();
      nodes.forEach(SimulatedNode::notified);
    }
  }

  private void check() {
    if (store.term() < highest) {
      throw new AssertionError("I2: term " + store.term() + " after " + highest);
    }
    highest = store.term();
    List<SimulatedNode> believing =
        nodes.stream().filter(n -> n.believes() && !n.isPaused()).toList();
    if (believing.size() > 1 && time.now() > overriddenUntil) {
      throw new AssertionError(
          "I4: at %d ms the terms %s are believed"
              .formatted(
                  time.now() / 1_000_000,
                  believing.stream().map(SimulatedNode::heldTerm).toList()));
    }
  }

  private void work() {
    nodes.forEach(SimulatedNode::work);
    time.after(SimulatedTime.millis(200), this::work);
  }

  /** One fault at a time: I4 is promised for one, not for any two at once. */
  private void fault() {
    if (time.now() > FAULTS_END) {
      return;
    }
    if (time.now() >= faultUntil) {
      SimulatedNode node = nodes.get(time.below(nodes.size()));
      long length = SimulatedTime.millis(time.below(time.oneIn(3) ? 20_000 : 4000));
      faultUntil = time.now() + length + SimulatedTime.millis(1000);
      strike(node, length);
    }
    time.after(SimulatedTime.millis(500 + time.below(3000)), this::fault);
  }

  private void strike(SimulatedNode node, long length) {
    switch (time.below(9)) {
      case 0, 1 -> node.pause(length);
      case 2, 3 -> node.cut(length);
      case 4 -> nodes.forEach(n -> n.databaseDown(time.now() + length));
      case 5 -> node.killSessions(time.oneIn(2));
      case 6 -> node.resign();
      case 7 -> unstick();
      default -> replace(node);
    }
  }

  /** An administrator overrides a leader who may live: he learns it with his next renewal. */
  private void unstick() {
    store.unstick();
    overriddenUntil = time.now() + times.heartbeat().toNanos() + SimulatedTime.millis(10_000);
  }

  private void replace(SimulatedNode node) {
    if (time.oneIn(2)) {
      node.crash();
    } else {
      node.close();
      time.after(SimulatedTime.millis(3500), node::crash);
    }
    nodes.remove(node);
    addNode();
  }
}
