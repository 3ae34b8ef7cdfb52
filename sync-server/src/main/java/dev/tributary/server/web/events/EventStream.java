package dev.tributary.server.web.events;

import dev.tributary.api.SyncException;
import dev.tributary.server.web.problem.JsonDocuments;
import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends what happens to all who listen. The database is looked at only while somebody does; the
 * last events are kept for who comes back.
 */
public final class EventStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int MOST_LISTENERS = 50;
  private static final int KEPT = 500;
  private static final int HEARTBEAT_EVERY = 15;

  private final ClusterNews news;
  private final List<SseEmitter> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "sync-events");
            made.setDaemon(true);
            return made;
          });

  // Both guarded by this
  private final Deque<Event> kept = new ArrayDeque<>();
  private long last;

  // Used only by the thread that looks
  private int looks;

  EventStream(ClusterNews news) {
    this.news = news;
    thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * One more listener.
   *
   * @param after the id of the last event that it knows; -1: it knows none
   * @throws Refused when there are too many
   */
  public synchronized SseEmitter listen(long after) {
    if (listeners.size() >= MOST_LISTENERS) {
      throw new Refused(
          new Problem(
              503,
              "too-many-listeners",
              "%d listen already".formatted(MOST_LISTENERS),
              "Close one of them, or ask the other node."));
    }
    if (listeners.isEmpty()) {
      news.learn();
    }
    SseEmitter listener = new SseEmitter(0L);
    listener.onCompletion(() -> listeners.remove(listener));
    listener.onTimeout(() -> listeners.remove(listener));
    listener.onError(failure -> listeners.remove(listener));
    if (after >= 0) {
      kept.stream().filter(event -> event.id() > after).forEach(event -> send(listener, event));
    } else {
      comment(listener, "listening");
    }
    listeners.add(listener);
    return listener;
  }

  private void look() {
    try {
      if (listeners.isEmpty()) {
        return;
      }
      looks++;
      news.look().forEach(this::happened);
      if (looks % HEARTBEAT_EVERY == 0) {
        listeners.forEach(listener -> comment(listener, "still here"));
      }
    } catch (SyncException e) {
      LOG.debug("events wait: {}", e.getMessage());
      listeners.forEach(listener -> comment(listener, "the database is away"));
    } catch (RuntimeException e) {
      LOG.error("events could not be looked for", e);
    }
  }

  private synchronized void happened(ClusterNews.Change change) {
    last++;
    Event event = new Event(last, change.kind(), change.content());
    kept.add(event);
    while (kept.size() > KEPT) {
      kept.poll();
    }
    listeners.forEach(listener -> send(listener, event));
  }

  private void send(SseEmitter listener, Event event) {
    try {
      listener.send(
          SseEmitter.event()
              .id(Long.toString(event.id()))
              .name(event.kind())
              .data(
                  new String(JsonDocuments.bytes(event.content()), StandardCharsets.US_ASCII),
                  MediaType.TEXT_PLAIN));
    } catch (IOException | IllegalStateException e) {
      listeners.remove(listener); // gone
    }
  }

  private void comment(SseEmitter listener, String text) {
    try {
      listener.send(SseEmitter.event().comment(text));
    } catch (IOException | IllegalStateException e) {
      listeners.remove(listener); // gone
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    listeners.forEach(SseEmitter::complete);
  }
}
