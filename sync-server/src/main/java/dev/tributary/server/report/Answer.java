package dev.tributary.server.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command answers. Text and document say the same; the names in the document are stable.
 *
 * @param lines for people
 * @param document for programs; keeps its order
 */
public record Answer(List<String> lines, Map<String, Object> document) {
  public Answer {
    lines = List.copyOf(lines);
    document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
  }
}
