package dev.tributary.core.internal.state;

/**
 * How well the feed is heard.
 *
 * @param away the last attempt to read it failed
 * @param readAt nanoTime before the last read that succeeded was sent
 * @param interval nanoseconds to the next read when nothing wakes the follower
 */
record FeedHealth(boolean away, long readAt, long interval) {
  /** A read may take as long as its time limit before it counts as late. */
  private static final long GRACE = 5_000_000_000L;

  /** Whether what came over the feed may be taken for the newest. */
  boolean live(long now) {
    return !away && now - readAt <= interval + GRACE;
  }
}
