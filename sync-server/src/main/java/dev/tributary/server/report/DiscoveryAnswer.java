package dev.tributary.server.report;

import dev.tributary.core.DiscoveredSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answer of {@code tributary client discover}. */
public final class DiscoveryAnswer {
  private DiscoveryAnswer() {}

  /**
   * A file and what was done about it.
   *
   * @param adopted whether it was registered, or followed
   */
  public record Seen(DiscoveredSource found, boolean adopted, String note, boolean waits) {
    public static Seen of(DiscoveredSource found) {
      return new Seen(found, false, found.note(), found.waits());
    }

    public static Seen adopted(DiscoveredSource found) {
      return new Seen(found, true, found.note(), false);
    }

    public static Seen failed(DiscoveredSource found, String why) {
      return new Seen(found, false, why, true);
    }

    private String kind() {
      return found.kind().name().toLowerCase(Locale.ROOT);
    }
  }

  public static Answer of(List<Seen> seen) {
    TextTable table = new TextTable("kind", "client_name", "file", "note");
    for (Seen one : seen) {
      String done = one.adopted() ? "done" : "";
      table.add(
          one.kind(),
          one.found().client(),
          one.found().file().toString(),
          one.note().isEmpty() ? done : one.note());
    }
    return new Answer(
        seen.isEmpty() ? List.of("no file matches") : table.lines(),
        Map.of("sources", seen.stream().map(DiscoveryAnswer::document).toList()));
  }

  private static Map<String, Object> document(Seen one) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", one.kind());
    document.put("client_name", one.found().client());
    document.put("file", one.found().file().toString());
    document.put("note", one.note());
    document.put("adopted", one.adopted());
    return document;
  }
}
