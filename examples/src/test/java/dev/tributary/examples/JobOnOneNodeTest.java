package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class JobOnOneNodeTest {

  @Test
  @Timeout(45) // less than the lease of 60 s: the death was seen, not waited for
  void oneOfThreeDoesTheJobAndAnotherGoesOnWhenItDies() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (BundledPostgres server =
        BundledPostgres.temporary(PostgresBinaries.bundled(), PostgresSettings.fast())) {
      new JobOnThreeNodes(new PrintStream(printed, true, StandardCharsets.UTF_8))
          .run(server.access());
    }
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    String first = lines.get(0).substring(0, "node x".length());
    assertThat(lines.get(0)).isEqualTo(first + ": reported in term 1");
    int kill = lines.indexOf("kill -9 of " + first);
    assertThat(kill).isPositive();
    assertThat(lines.subList(0, kill)).containsOnly(lines.get(0));
    assertThat(lines.get(lines.size() - 1))
        .doesNotStartWith(first)
        .endsWith(": reported in term 2");
  }
}
