package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.test.sqlite.SqliteApp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one application; the one that leads is killed. */
final class KilledInstanceTest {
  private final List<Process> processes = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void theOtherProcessGoesOn() throws Exception {
    try (Installed installed = Installed.fresh()) {
      Path file =
          new SqliteApp(folder.resolve("app.db"))
              .run(
                  "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
                  "INSERT INTO note VALUES (1, 'first')")
              .file();
      Map<String, Process> nodes =
          Map.of("a", start("a", installed, file), "b", start("b", installed, file));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(note(installed, 1)).as(output()).contains("first"));
      String leader = leader(installed).orElseThrow();
      nodes.get(leader).destroyForcibly().waitFor();
      new SqliteApp(file).run("INSERT INTO note VALUES (2, 'second')");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(note(installed, 2)).as(output()).contains("second"));
      assertThat(leader(installed)).hasValueSatisfying(now -> assertThat(now).isNotEqualTo(leader));
    }
  }

  private static Optional<String> note(Installed installed, int id) {
    return installed.ask("SELECT body FROM client_acme.note WHERE id = " + id);
  }

  private static Optional<String> leader(Installed installed) {
    return installed.ask("SELECT leader_id FROM sync_metadata.leader_election");
  }

  private Process start(String node, Installed installed, Path file) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ExampleApplication.class.getName()));
    command.addAll(installed.arguments(folder.resolve(node)));
    command.addAll(
        List.of(
            "--tributary.node=" + node,
            // A leader that dies in its first moments may not have been seen yet: then the lease
            // counts.
            "--tributary.leader-election.lease=6s",
            "--tributary.clients[0].name=acme",
            "--tributary.clients[0].source=" + file,
            "--tributary.clients[0].interval=1s",
            "--spring.main.web-application-type=none",
            "--spring.autoconfigure.exclude=" + WebApplicationTest.dataSourceConfiguration()));
    File log = folder.resolve(node + ".log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    processes.add(process);
    return process;
  }

  private String output() {
    StringBuilder all = new StringBuilder();
    for (String node : List.of("a", "b")) {
      try {
        all.append(Files.readString(folder.resolve(node + ".log")));
      } catch (IOException e) {
        all.append(e);
      }
    }
    return all.toString();
  }
}
