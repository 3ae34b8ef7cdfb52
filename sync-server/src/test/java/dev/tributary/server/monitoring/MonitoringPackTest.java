package dev.tributary.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus itself reads what is shipped for it, and runs the rules over made-up series. */
@Tag("machine")
final class MonitoringPackTest {
  private static final Path PACK = Path.of("monitoring").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void prometheusTakesTheScrapeConfiguration() throws Exception {
    promtool("check", "config", "prometheus.yml");
  }

  @Test
  void eachAlertFiresWhenItShouldAndStaysQuietOtherwise() throws Exception {
    promtool("test", "rules", "rules.test.yml");
  }

  @Test
  void prometheusTakesEveryExpressionOfTheDashboard() throws Exception {
    List<String> expressions = DashboardPack.expressions();
    assertThat(expressions).hasSizeGreaterThan(10);
    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
    for (int i = 0; i < expressions.size(); i++) {
      JsonNode quoted =
          new ObjectMapper().valueToTree(expressions.get(i).replaceAll("\\$\\w+", ".*"));
      rules.append("      - record: panel:%d\n        expr: %s\n".formatted(i, quoted));
    }
    Path file = Files.writeString(directory.resolve("dashboard.yml"), rules);
    promtool("check", "rules", file.toString());
  }

  private static void promtool(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(PACK.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
