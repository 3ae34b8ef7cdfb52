package dev.tributary.server.report;

import dev.tributary.server.config.NodeConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a node was told, and by whom. */
public final class ConfigurationAnswer {
  private ConfigurationAnswer() {}

  public static Answer of(List<NodeConfiguration.Line> options) {
    TextTable table = new TextTable("option", "value", "from");
    List<Map<String, Object>> documents = new ArrayList<>();
    for (NodeConfiguration.Line option : options) {
      table.add(option.name(), option.value(), option.origin());
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("name", option.name());
      document.put("value", option.value());
      document.put("origin", option.origin());
      documents.add(document);
    }
    return new Answer(table.lines(), Map.of("options", documents));
  }
}
