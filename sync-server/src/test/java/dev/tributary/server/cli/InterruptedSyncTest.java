package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.SqliteApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterruptedSyncTest {
  private static final String LIVE_LEASES =
      "SELECT count(*) FROM sync_metadata.leader_election WHERE expires_at > clock_timestamp()";
  private static final int SIGTERM = 128 + 15;

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    CommandRun.of("db", "stop", "--data-dir", data());
  }

  @Test
  void terminatedSyncReleasesItsLeaseAndLeavesNoCopies() throws Exception {
    Path source = directory.resolve("big.db");
    new SqliteApp(source)
        .run(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)",
            """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
        INSERT INTO t SELECT i, hex(randomblob(200)) FROM n
        """);
    CommandRun server = CommandRun.of("db", "start", "--data-dir", data(), "--json").exits(0);

    Process sync = startUntilProgress(source);
    sync.destroy();

    assertThat(sync.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(sync.exitValue()).isEqualTo(SIGTERM);
    assertThat(EmbeddedSql.number(server.json(), LIVE_LEASES)).isZero();
    assertThat(copies()).isEmpty();
  }

  private Process startUntilProgress(Path source) throws IOException {
    Process process =
        CommandRun.start(
                Map.of(),
                List.of("-Dtributary.terminal=true"),
                "sync",
                "--source",
                source.toString(),
                "--client",
                "acme",
                "--data-dir",
                data())
            .redirectErrorStream(true)
            .start();
    BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
    StringBuilder text = new StringBuilder();
    while (text.indexOf("acme  t  ") < 0) {
      int character = said.read();
      assertThat(character).as("ended before any progress: %s", text).isNotNegative();
      text.append((char) character);
    }
    return process;
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(data(), "engine"))) {
      return files
          .filter(file -> file.toString().contains("copies"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }
}
