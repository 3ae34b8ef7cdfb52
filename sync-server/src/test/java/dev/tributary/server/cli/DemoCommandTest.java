package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  @TempDir private Path directory;

  @Test
  void demonstrationKeepsItsPromisesAndLeavesNothingBehind() throws Exception {
    Process process =
        CommandRun.start(Map.of(), List.of("-Djava.io.tmpdir=" + directory), "demo", "--json")
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    int code = process.waitFor();
    CommandRun run =
        new CommandRun(
            code,
            Files.readString(directory.resolve("out")),
            Files.readString(directory.resolve("err")));

    JsonNode told = run.exits(ExitCode.DONE).json();
    assertThat(told.get("equal").asBoolean()).isTrue();
    assertThat(told.get("ten_changes_rows").asLong()).isEqualTo(10);
    assertThat(told.get("compared_cells").asLong()).isGreaterThan(50_000);
    assertThat(told.get("leader_after").asText()).isNotEqualTo(told.get("leader_before").asText());
    assertThat(told.get("takeover_ms").asLong()).isBetween(1L, 5_000L);
    assertThat(told.get("takeover_transactions").asLong()).isPositive();
    assertThat(told.get("problems")).isEmpty();
    assertThat(leftBehind()).isEmpty();
  }

  private List<Path> leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("tributary")).toList();
    }
  }
}
