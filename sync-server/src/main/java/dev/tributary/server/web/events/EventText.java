package dev.tributary.server.web.events;

import dev.tributary.server.web.problem.JsonDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Events as a stream of them is written; made once for all who listen. */
final class EventText {
  private EventText() {}

  static byte[] of(Event event) {
    return bytes("id:%d\nevent:%s\ndata:%s\n\n", event.id(), event.kind(), json(event.content()));
  }

  /** What happened since the event that a listener knows last is not known any more. */
  static byte[] gap(long id) {
    return bytes("id:%d\nevent:gap\ndata:{}\n\n", id);
  }

  static byte[] comment(String text) {
    return bytes(":%s\n\n", text);
  }

  private static String json(Map<String, Object> content) {
    try {
      return new String(JsonDocuments.bytes(content), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String form, Object... values) {
    return form.formatted(values).getBytes(StandardCharsets.US_ASCII);
  }
}
