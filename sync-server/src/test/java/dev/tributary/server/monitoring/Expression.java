package dev.tributary.server.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL asks for: which metrics, with which labels. Enough of the language
 * for our own rules; that they are PromQL at all is Prometheus' to say.
 */
record Expression(String text, List<Selector> selectors, List<String> groupedBy) {
  private static final Pattern GROUPING = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b([a-zA-Z_:][\\w:]*)(?!\\w)\\s*(\\{[^}]*\\})?(?!\\s*\\()");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|=|!=|!~)\\s*\"([^\"]*)\"");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "offset", "on", "ignoring", "bool");

  /**
   * One metric.
   *
   * @param wanted values that a label must have, by label; empty for a pattern
   */
  record Selector(String metric, Map<String, String> wanted) {}

  static Expression of(String text) {
    List<String> groupedBy = new ArrayList<>();
    Matcher groups = GROUPING.matcher(text);
    while (groups.find()) {
      groupedBy.addAll(List.of(groups.group(1).split("\\s*,\\s*")));
    }
    String rest =
        groups.replaceAll(" ").replaceAll("\\[\\w+\\]", " ").replaceAll("\\b\\d+\\w*", " ");
    List<Selector> selectors = new ArrayList<>();
    Matcher found = SELECTOR.matcher(rest);
    while (found.find()) {
      if (!WORDS.contains(found.group(1))) {
        selectors.add(new Selector(found.group(1), wanted(found.group(2))));
      }
    }
    return new Expression(text, selectors, groupedBy);
  }

  private static Map<String, String> wanted(String braces) {
    Map<String, String> wanted = new LinkedHashMap<>();
    Matcher matcher = MATCHER.matcher(braces == null ? "" : braces);
    while (matcher.find()) {
      wanted.put(matcher.group(1), matcher.group(2).equals("=") ? matcher.group(3) : "");
    }
    return wanted;
  }
}
