package dev.tributary.server.report;

import dev.tributary.core.ClusterReview;
import dev.tributary.server.control.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The answers of {@code tributary node}. */
public final class NodeAnswer {
  private NodeAnswer() {}

  /** How a node stands after something was done with it. */
  public static Answer standing(String node, String way, Standing standing) {
    return new Answer(
        List.of("%s: %s (%s)".formatted(node, word(standing), standing.detail())),
        document(node, way, standing));
  }

  /**
   * @param row what the cluster knows of it; empty: nothing
   */
  public static Answer status(
      String node, String way, Standing standing, Optional<ClusterReview.Node> row) {
    Map<String, Object> document = document(node, way, standing);
    document.put("standing", row.map(ClusterReview.Node::standing).orElse("unregistered"));
    document.put("leads", row.map(ClusterReview.Node::leads).orElse(false));
    row.flatMap(ClusterReview.Node::silence)
        .ifPresent(silence -> document.put("seconds_since_heartbeat", silence.toSeconds()));
    row.flatMap(ClusterReview.Node::url).ifPresent(url -> document.put("api_url", url));
    TextTable table = new TextTable("field", "value");
    document.forEach((name, value) -> table.add(name, String.valueOf(value)));
    return new Answer(table.lines(), document);
  }

  public static Answer log(String node, List<String> lines) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("node", node);
    document.put("lines", lines);
    return new Answer(lines, document);
  }

  public static Answer line(String line) {
    return new Answer(List.of(line), Map.of("line", line));
  }

  private static String word(Standing standing) {
    return standing.state().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> document(String node, String way, Standing standing) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("node", node);
    document.put("control", way);
    document.put("state", word(standing));
    document.put("detail", standing.detail());
    return document;
  }
}
