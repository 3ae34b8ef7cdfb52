package dev.tributary.server.web.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers events and keeps the last ones, for who comes back. Used by one thread at a time. */
final class RecentEvents {
  private static final int KEPT = 500;

  private final Deque<Event> kept = new ArrayDeque<>();
  private long last;
  // Everything that happened after this one is kept
  private long since;

  /**
   * @param first larger than any number that another process gave out
   */
  RecentEvents(long first) {
    this.last = first;
    this.since = first;
  }

  Event add(String kind, Map<String, Object> content) {
    last++;
    Event event = new Event(last, kind, content);
    kept.add(event);
    while (kept.size() > KEPT) {
      since = kept.remove().id();
    }
    return event;
  }

  /** Something may have happened that nobody looked for. */
  void missed() {
    kept.clear();
    last++;
    since = last;
  }

  /** What happened after this event; empty: that is not known. */
  Optional<List<Event>> after(long id) {
    return id < since || id > last
        ? Optional.empty()
        : Optional.of(kept.stream().filter(event -> event.id() > id).toList());
  }

  long last() {
    return last;
  }
}
