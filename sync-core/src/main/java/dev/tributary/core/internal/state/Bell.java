package dev.tributary.core.internal.state;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread; rings while nobody waits are kept as one. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rang = lock.newCondition();
  // Guarded by lock
  private boolean rung;

  void ring() {
    lock.lock();
    try {
      rung = true;
      rang.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a ring, at most so long. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!rung && left > 0) {
        left = rang.awaitNanos(left);
      }
      rung = false;
    } finally {
      lock.unlock();
    }
  }

  /** Lets so much time pass, whatever rings meanwhile; the ring is kept. */
  void pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0) {
        left = rang.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
