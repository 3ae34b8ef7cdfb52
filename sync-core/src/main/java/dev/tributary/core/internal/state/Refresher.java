package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads entries again whose time is over, many in one question and never two questions at once: so
 * a thousand that expire together cost two questions, not a thousand.
 */
final class Refresher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);
  private static final int BATCH = 500;

  private final EntryTable table;
  private final HeldEntries entries;
  private final LongSupplier nanoTime;
  // Guarded by this
  private final Map<String, Held> due = new LinkedHashMap<>();
  private final NodeThread thread;

  Refresher(EntryTable table, HeldEntries entries, LongSupplier nanoTime, String threadName) {
    this.table = table;
    this.entries = entries;
    this.nanoTime = nanoTime;
    this.thread = NodeThread.started(threadName, this::readUntilClosed);
  }

  synchronized void add(String key, Held held) {
    due.put(key, held);
    notifyAll();
  }

  private void readUntilClosed() throws InterruptedException {
    while (true) {
      Map<String, Held> batch = take();
      try {
        read(batch);
      } catch (RuntimeException | Error e) {
        LOG.debug("entries could not be read again; the next read asks once more", e);
      }
    }
  }

  private synchronized Map<String, Held> take() throws InterruptedException {
    while (due.isEmpty()) {
      wait();
    }
    Map<String, Held> batch = new HashMap<>();
    Iterator<Map.Entry<String, Held>> next = due.entrySet().iterator();
    while (next.hasNext() && batch.size() < BATCH) {
      Map.Entry<String, Held> one = next.next();
      batch.put(one.getKey(), one.getValue());
      next.remove();
    }
    return batch;
  }

  private void read(Map<String, Held> batch) {
    long askedAt = nanoTime.getAsLong();
    List<StateEntry> read = table.findAll(new ArrayList<>(batch.keySet()));
    Map<String, StateEntry> found = new HashMap<>();
    read.forEach(entry -> found.put(entry.key(), entry));
    batch.forEach(
        (key, held) -> entries.readAgain(key, held, Optional.ofNullable(found.get(key)), askedAt));
  }

  @Override
  public void close() {
    thread.close();
  }
}
