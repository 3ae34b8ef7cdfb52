package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the lanes take their work from, in the order of the last pass. One client is never in two
 * lanes, and large work never in all of them. The list lives for one pass: what is not taken is
 * found again by the next, in its then right order.
 */
final class ReadyQueue {
  private final int largeLimit;

  // All guarded by this
  private final List<Work> ready = new ArrayList<>();
  private final Set<ClientName> busy = new HashSet<>();
  private final Set<ClientName> doneSincePassBegan = new HashSet<>();
  private int largeRunning;
  private boolean closed;

  /**
   * @param lanes how many there are; one of them is kept free of large work where there are two
   */
  ReadyQueue(int lanes) {
    this.largeLimit = Math.max(1, lanes - 1);
  }

  /** Called before a pass reads what is due: what is done from now on, it may still see as due. */
  synchronized void passBegins() {
    doneSincePassBegan.clear();
  }

  /** Ends a pass: this, and nothing else, is to be done. */
  synchronized void replace(List<Work> work) {
    ready.clear();
    for (Work one : work) {
      if (!busy.contains(one.client()) && !doneSincePassBegan.contains(one.client())) {
        ready.add(one);
      }
    }
    notifyAll();
  }

  /** Waits for work; empty when there will be none any more. */
  synchronized Optional<Work> take() throws InterruptedException {
    while (!closed) {
      Optional<Work> next = next();
      if (next.isPresent()) {
        return next;
      }
      wait();
    }
    return Optional.empty();
  }

  private Optional<Work> next() {
    Iterator<Work> candidates = ready.iterator();
    while (candidates.hasNext()) {
      Work one = candidates.next();
      boolean fits = !one.large() || largeRunning < largeLimit;
      if (fits && busy.add(one.client())) {
        candidates.remove();
        largeRunning += one.large() ? 1 : 0;
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  synchronized void done(Work work) {
    busy.remove(work.client());
    doneSincePassBegan.add(work.client());
    largeRunning -= work.large() ? 1 : 0;
    notifyAll();
  }

  synchronized int running() {
    return busy.size();
  }

  synchronized int waiting() {
    return ready.size();
  }

  synchronized boolean isBusy(ClientName client) {
    return busy.contains(client);
  }

  /** Nothing more is given out. */
  synchronized void close() {
    closed = true;
    ready.clear();
    notifyAll();
  }
}
