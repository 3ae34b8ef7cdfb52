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
import java.util.function.BooleanSupplier;
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
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
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

  /**
   * One who listens.
   *
   * @param may whether he still may: his token can be taken away while he does
   */
  private record Listener(SseEmitter stream, BooleanSupplier may) {}

  EventStream(ClusterNews news) {
    this.news = news;
    thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * One more listener.
   *
   * @param after the id of the last event that it knows; -1: it knows none
   * @param may asked before each event; the stream ends when the answer is no
   * @throws Refused when there are too many
   */
  public synchronized SseEmitter listen(long after, BooleanSupplier may) {
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
    SseEmitter stream = new SseEmitter(0L);
    Listener listener = new Listener(stream, may);
    stream.onCompletion(() -> listeners.remove(listener));
    stream.onTimeout(() -> listeners.remove(listener));
    stream.onError(failure -> listeners.remove(listener));
    if (after >= 0) {
      kept.stream().filter(event -> event.id() > after).forEach(event -> send(listener, event));
    } else {
      comment(listener, "listening");
    }
    listeners.add(listener);
    return stream;
  }

  private void look() {
    try {
      listeners.stream().filter(l -> !l.may().getAsBoolean()).forEach(this::end);
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

  /** His next request is answered as any other without a token that somebody has. */
  private void end(Listener listener) {
    listeners.remove(listener);
    listener.stream().complete();
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

  private void send(Listener listener, Event event) {
    try {
      listener.stream()
          .send(
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

  private void comment(Listener listener, String text) {
    try {
      listener.stream().send(SseEmitter.event().comment(text));
    } catch (IOException | IllegalStateException e) {
      listeners.remove(listener); // gone
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    listeners.forEach(listener -> listener.stream().complete());
  }
}
