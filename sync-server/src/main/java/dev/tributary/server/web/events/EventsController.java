package dev.tributary.server.web.events;

import dev.tributary.server.web.security.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What happens in the cluster, as it happens. */
@RestController
public final class EventsController {
  private final EventStream stream;

  EventsController(EventStream stream) {
    this.stream = stream;
  }

  /** Answers by itself: what Spring offers for it holds a thread while a listener takes nothing. */
  @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void events(
      @RequestHeader(name = "Last-Event-ID", required = false) Optional<String> last,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    OptionalLong after =
        last.filter(id -> id.matches("\\d{1,15}")).stream().mapToLong(Long::parseLong).findFirst();
    Listener listener =
        new Listener(response.getOutputStream(), Callers.still(request), () -> complete(request));
    stream.listen(after, listener);
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    request.startAsync().setTimeout(0);
    response.getOutputStream().setWriteListener(listener);
  }

  private static void complete(HttpServletRequest request) {
    try {
      request.getAsyncContext().complete();
    } catch (IllegalStateException e) {
      return; // the web server has ended it already
    }
  }
}
