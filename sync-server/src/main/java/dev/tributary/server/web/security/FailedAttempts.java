package dev.tributary.server.web.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts, by address, requests with credentials that nobody has. A valid token works all the same:
 * it cannot be guessed, and a stranger behind the same address must not lock its owner out.
 */
final class FailedAttempts {
  private static final int MOST = 10;
  private static final long WINDOW_NANOS = 60_000_000_000L;
  private static final int ADDRESSES = 10_000;

  private final LongSupplier nanoTime;

  // Guarded by this
  private final Map<String, Window> windows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > ADDRESSES;
        }
      };

  private record Window(long began, int failures) {}

  FailedAttempts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * One more.
   *
   * @return whether there were too many in the last minute
   */
  synchronized boolean areTooMany(String address) {
    long now = nanoTime.getAsLong();
    Window window = windows.get(address);
    Window next =
        window == null || now - window.began() > WINDOW_NANOS
            ? new Window(now, 1)
            : new Window(window.began(), window.failures() + 1);
    windows.remove(address);
    windows.put(address, next);
    return next.failures() > MOST;
  }
}
