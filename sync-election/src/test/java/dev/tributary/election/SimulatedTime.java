package dev.tributary.election;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time in nanoseconds, and all chance of one simulation, from one seed. */
final class SimulatedTime {
  private record Due(long at, long order, Runnable what) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final Random random;
  private long now;
  private long order;
  private long quietFrom = Long.MAX_VALUE;

  SimulatedTime(long seed) {
    random = new Random(seed);
  }

  long now() {
    return now;
  }

  void after(long delay, Runnable what) {
    due.add(new Due(now + Math.max(0, delay), order++, what));
  }

  /** Does what is due next, unless that is later than {@code end}. */
  boolean next(long end) {
    if (due.isEmpty() || due.peek().at() > end) {
      return false;
    }
    Due first = due.poll();
    now = first.at();
    first.what().run();
    return true;
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int below(int n) {
    return random.nextInt(n);
  }

  static long millis(long n) {
    return n * 1_000_000L;
  }

  /** From then on the network is good. */
  void quietFrom(long at) {
    quietFrom = at;
  }

  boolean loses(int oneIn) {
    return now < quietFrom && oneIn(oneIn);
  }

  /** Mostly quick, now and then slow, rarely so slow that nobody waits for it. */
  long networkDelay() {
    if (now < quietFrom && oneIn(200)) {
      return millis(random.nextInt(8000));
    }
    return oneIn(20)
        ? millis(random.nextInt(120))
        : 100_000L + (long) (random.nextDouble() * millis(3));
  }
}
