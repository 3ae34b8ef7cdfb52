package dev.tributary.server.web.events;

import dev.tributary.api.SyncException;
import dev.tributary.server.looks.RepeatedTask;
import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends what happens to all who listen. The database is looked at only while somebody does; the
 * last events are kept for who comes back. One thread looks, and none is held up by a listener.
 *
 * <p>The first part of a node to end: the web server waits for answers under way.
 */
public final class EventStream implements SmartLifecycle, AutoCloseable {
  static final int MOST_LISTENERS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int HEARTBEAT_EVERY = 15;

  private final ClusterNews news;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final RepeatedTask looking = new RepeatedTask("sync-events", this::look);

  // Both guarded by this
  private final RecentEvents recent;
  private boolean closed;

  // Used only by the thread that looks
  private int looks;

  /**
   * @param first the number of its first event, larger than any of an earlier process
   */
  EventStream(ClusterNews news, long first) {
    this.news = news;
    this.recent = new RecentEvents(first);
    looking.begin(EVERY, EVERY);
  }

  /**
   * One more listener.
   *
   * @param after the id of the last event that it knows; empty: it knows none
   * @throws Refused when there are too many, or the node ends
   */
  synchronized void listen(OptionalLong after, Listener listener) {
    requirePlace();
    if (listeners.isEmpty()) {
      news.learn();
      recent.missed();
    }
    if (after.isPresent()) {
      recent
          .after(after.getAsLong())
          .ifPresentOrElse(
              events -> events.forEach(event -> listener.tell(EventText.of(event))),
              () -> listener.tell(EventText.gap(recent.last())));
    } else {
      listener.tell(EventText.comment("listening"));
    }
    listeners.add(listener);
  }

  private void requirePlace() {
    if (closed) {
      throw refused("this node is ending", "Ask the other node.");
    }
    if (listeners.size() >= MOST_LISTENERS) {
      throw refused(
          "%d listen already".formatted(MOST_LISTENERS),
          "Close one of them, or ask the other node.");
    }
  }

  private static Refused refused(String detail, String wayOut) {
    return new Refused(new Problem(503, "too-many-listeners", detail, wayOut));
  }

  private void look() {
    try {
      endThoseWhoMayNot();
      if (listeners.isEmpty()) {
        return;
      }
      looks++;
      List<ClusterNews.Change> changes = news.look();
      endThoseWhoMayNot(); // to look may have taken long
      changes.forEach(this::happened);
      if (looks % HEARTBEAT_EVERY == 0) {
        tellAll(EventText.comment("still here"));
      }
    } catch (SyncException e) {
      LOG.debug("events wait: {}", e.getMessage());
      tellAll(EventText.comment("the database is away"));
    }
  }

  /** Their next request is answered as any other without a token that somebody has. */
  private void endThoseWhoMayNot() {
    listeners.stream().filter(listener -> !listener.may()).forEach(Listener::end);
    listeners.removeIf(listener -> !listener.listens());
  }

  private synchronized void happened(ClusterNews.Change change) {
    tellAll(EventText.of(recent.add(change.kind(), change.content())));
  }

  private void tellAll(byte[] text) {
    listeners.forEach(listener -> listener.tell(text));
    listeners.removeIf(listener -> !listener.listens());
  }

  @Override
  public void start() {
    // It began when it was made.
  }

  @Override
  public void stop() {
    close();
  }

  @Override
  public synchronized boolean isRunning() {
    return !closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    looking.close();
    listeners.forEach(Listener::end);
    listeners.clear();
  }
}
