package dev.tributary.server.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the shipped dashboard asks. */
final class DashboardPack {
  private DashboardPack() {}

  static List<String> expressions() {
    try {
      JsonNode dashboard =
          new ObjectMapper()
              .readTree(Files.readString(Path.of("monitoring", "grafana", "tributary.json")));
      return dashboard.findValuesAsText("expr");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
