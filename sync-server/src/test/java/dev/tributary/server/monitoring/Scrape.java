package dev.tributary.server.monitoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node exposes at one moment. */
record Scrape(List<Series> series) {
  private static final Pattern LINE =
      Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line. */
  record Series(String metric, Map<String, String> labels, double value) {}

  static Scrape of(String text) {
    return new Scrape(
        text.lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .map(Scrape::line)
            .toList());
  }

  private static Series line(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not a line of the text format: " + line);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return new Series(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
  }

  List<Series> of(Expression.Selector selector) {
    return series.stream()
        .filter(s -> s.metric().equals(selector.metric()))
        .filter(
            s ->
                selector.wanted().entrySet().stream()
                    .allMatch(
                        w ->
                            s.labels().containsKey(w.getKey())
                                && (w.getValue().isEmpty()
                                    || s.labels().get(w.getKey()).equals(w.getValue()))))
        .toList();
  }
}
