package dev.tributary.server.report;

import dev.tributary.server.connection.Finding;
import dev.tributary.server.connection.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which way to a database is open. */
public record ConnectionAnswer(Selection selection) {

  public boolean isOpen() {
    return selection.chosen().isPresent();
  }

  public Answer asAnswer() {
    return new Answer(lines(), document());
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    selection.findings().forEach(finding -> lines.add(finding.toString()));
    lines.add(
        selection
            .chosen()
            .map(way -> "use " + way.address())
            .orElse("no way to the database is open from here"));
    selection.remedy().ifPresent(remedy -> lines.add("why not the best: " + remedy));
    return lines;
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    selection
        .chosen()
        .ifPresent(
            way -> {
              document.put("route", way.route().words());
              document.put("url", way.address());
            });
    document.put("tried", selection.findings().stream().map(ConnectionAnswer::tried).toList());
    selection.remedy().ifPresent(remedy -> document.put("remedy", remedy));
    return document;
  }

  private static Map<String, Object> tried(Finding finding) {
    Map<String, Object> tried = new LinkedHashMap<>();
    tried.put("route", finding.way().route().words());
    tried.put("host", finding.way().host());
    tried.put("port", finding.way().port());
    tried.put("outcome", finding.outcome().name().toLowerCase(Locale.ROOT));
    tried.put("detail", finding.detail());
    return tried;
  }
}
