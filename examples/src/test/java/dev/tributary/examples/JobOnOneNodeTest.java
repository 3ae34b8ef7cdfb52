package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class JobOnOneNodeTest {
  private record Said(String node, String line) {}

  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();

  @Test
  void oneOfThreeDoesTheJobAndAnotherGoesOnWhenItDies() throws Exception {
    List<Process> nodes = new ArrayList<>();
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      for (String name : List.of("0", "1", "2")) {
        nodes.add(start(database, name));
      }
      Said first = said.poll(60, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      assertThat(first.line()).isEqualTo("reported in term 1");
      assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo(first);

      nodes.get(Integer.parseInt(first.node())).destroyForcibly();
      Said next = first;
      while (next.node().equals(first.node())) {
        next = said.poll(90, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
      }
      assertThat(next.line()).isEqualTo("reported in term 2");
    } finally {
      nodes.forEach(Process::destroyForcibly);
    }
  }

  private Process start(TestDatabase database, String name) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JobOnOneNode.class.getName(),
                database.jdbcUrl(),
                database.superuser(),
                name)
            .redirectError(Redirect.INHERIT);
    builder.environment().put("DATABASE_PASSWORD", database.password());
    Process process = builder.start();
    Thread reader = new Thread(() -> read(name, process), "read-" + name);
    reader.setDaemon(true);
    reader.start();
    return process;
  }

  private void read(String name, Process process) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output.lines().forEach(line -> said.add(new Said(name, line)));
    } catch (IOException e) {
      said.add(new Said(name, "ended"));
    }
  }
}
