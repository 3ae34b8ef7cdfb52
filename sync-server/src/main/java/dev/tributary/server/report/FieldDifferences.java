package dev.tributary.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where source and target of a conflict differ, field by field, inside JSON place by place. */
public final class FieldDifferences {
  private static final int MOST = 500;
  private static final Set<String> OURS = Set.of("_sync_hash", "_sync_xid");

  private FieldDifferences() {}

  /**
   * Documents with {@code place}, {@code changed_by} (source, target or both) and the sides that
   * have a value there, at most {@value #MOST}. An image that is no JSON object counts as no row.
   */
  public static List<Map<String, Object>> of(
      Optional<String> base, Optional<String> source, Optional<String> target) {
    Sides rows = new Sides(Sides.row(base), Sides.row(source), Sides.row(target));
    List<Map<String, Object>> found = new ArrayList<>();
    for (String name : rows.names()) {
      if (!OURS.contains(name)) {
        rows.at(name)
            .differences(
                name,
                (place, sides) -> {
                  if (found.size() < MOST) {
                    found.add(document(place, sides));
                  }
                });
      }
    }
    return List.copyOf(found);
  }

  private static Map<String, Object> document(String place, Sides sides) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("place", place);
    document.put("changed_by", sides.changer().name().toLowerCase(Locale.ROOT));
    put(document, "base", sides.base());
    put(document, "source", sides.source());
    put(document, "target", sides.target());
    return document;
  }

  private static void put(Map<String, Object> document, String side, Optional<JsonNode> value) {
    value.ifPresent(node -> document.put(side, node));
  }
}
