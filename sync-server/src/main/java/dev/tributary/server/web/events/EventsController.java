package dev.tributary.server.web.events;

import dev.tributary.server.web.security.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happens in the cluster, as it happens. */
@RestController
public final class EventsController {
  private final EventStream stream;

  EventsController(EventStream stream) {
    this.stream = stream;
  }

  @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> events(
      @RequestHeader(name = "Last-Event-ID", required = false) Optional<String> last,
      HttpServletRequest request) {
    long after = last.filter(id -> id.matches("\\d{1,15}")).map(Long::parseLong).orElse(-1L);
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no")
        .body(stream.listen(after, Callers.still(request)));
  }
}
