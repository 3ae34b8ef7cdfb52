package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ShareConfigurationTest {
  @Test
  void oneNodeWritesAndTheOtherHearsAndReads() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (BundledPostgres server =
        BundledPostgres.temporary(PostgresBinaries.bundled(), PostgresSettings.fast())) {
      new ShareConfiguration(new PrintStream(printed, true, StandardCharsets.UTF_8))
          .run(server.access());
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "b hears: {\"per_hour\": 100}",
            "bob first: true",
            "bob again: false",
            "b reads version 2, from its cache: true");
  }
}
