package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnConflictRuleTest {
  @TempDir Path folder;

  @Test
  void supportSetsThePlanAndTheAppTheRest() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new OwnConflictRule(folder, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "COMPLETE: 0 conflicts decided",
            "COMPLETE: 1 conflicts decided",
            "1 | Ann Example | gold",
            "custom | Ann? | Ann Example");
  }
}
