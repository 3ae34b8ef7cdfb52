package dev.tributary.core.internal.state;

/** Says how long the feed may go unread when nothing wakes its follower. */
interface Pulse {
  /** Nanoseconds. */
  long interval();

  /** Called after each read. */
  void afterRead();

  /** Where nothing wakes the follower, it looks at a fixed interval. */
  static Pulse every(long nanos) {
    return new Pulse() {
      @Override
      public long interval() {
        return nanos;
      }

      @Override
      public void afterRead() {
        // nothing to do: a fixed interval learns nothing
      }
    };
  }
}
