package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one watch has not heard yet. It holds one version of a key at most, so that a slow listener
 * costs no more memory than the entries themselves; each watch has its own thread.
 */
final class WatchQueue implements FeedListener {
  private static final Logger LOG = LoggerFactory.getLogger(WatchQueue.class);

  private final String prefix;
  private final Consumer<StateEntry> onChange;
  // Guarded by this
  private final Map<String, StateEntry> pending = new LinkedHashMap<>();
  private boolean over;

  WatchQueue(String prefix, Consumer<StateEntry> onChange) {
    this.prefix = prefix;
    this.onChange = onChange;
  }

  @Override
  public synchronized void hear(FeedNews news) {
    for (StateEntry entry : news.changes()) {
      if (entry.key().startsWith(prefix)) {
        pending.put(entry.key(), entry);
      }
    }
    notifyAll();
  }

  /** The body of the watch's thread. */
  void deliverUntilOver() throws InterruptedException {
    while (true) {
      StateEntry next = take();
      try {
        onChange.accept(next);
      } catch (RuntimeException | Error e) {
        LOG.warn("a watch of state {}* failed on {}", prefix, next.key(), e);
      }
    }
  }

  private synchronized StateEntry take() throws InterruptedException {
    while (over || pending.isEmpty()) {
      wait();
    }
    Iterator<StateEntry> first = pending.values().iterator();
    StateEntry next = first.next();
    first.remove();
    return next;
  }

  synchronized void end() {
    over = true;
    pending.clear();
  }
}
