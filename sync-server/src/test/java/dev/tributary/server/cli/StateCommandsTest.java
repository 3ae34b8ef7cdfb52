package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.cli.outcome.ExitCode;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tributary state}; what outlives one answer is a process of its own. */
final class StateCommandsTest {
  @TempDir private static Path directory;
  private static CommandHere commands;

  @BeforeAll
  static void install() {
    commands = new CommandHere(directory.resolve("data"));
  }

  @AfterAll
  static void close() {
    commands.close();
  }

  @Test
  void valueIsWrittenReadListedAndDeleted() {
    JsonNode written =
        run("state", "put", "app.limits", "{\"größe\": 1.50}", "--json").exits(0).json();
    assertThat(written.get("version").asLong()).isEqualTo(1);
    assertThat(written.get("updated_by").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(run("state", "get", "app.limits").exits(0).out().strip())
        .isEqualTo("{\"größe\": 1.50}");
    JsonNode list = run("state", "list", "app.", "--json").exits(0).json();
    assertThat(list.at("/entries/0/key").asText()).isEqualTo("app.limits");
    assertThat(list.at("/entries/0/value/größe").decimalValue()).isEqualTo("1.5");
    run("state", "put", "app.limits", "2", "--if-version", "7")
        .failsWith("state app.limits has version 1, not 7");
    run("state", "put", "app.limits", "2", "--if-version", "1").exits(0);
    assertThat(run("state", "delete", "app.limits").exits(0).out()).contains("deleted, version 3");
    run("state", "get", "app.limits").failsWith("there is no state 'app.limits'");
    run("state", "delete", "app.limits").failsWith("there is no state 'app.limits'");
    assertThat(run("state", "list", "app.").exits(0).out().strip()).isEqualTo("nothing");
  }

  @Test
  void whatCannotBeWrittenIsToldInOneLine() {
    run("state", "put", "bad", "{not json").failsWith("state key bad is not JSON");
    run("state", "put", "", "1").failsWith("1 to 255 characters");
    run("state", "put", "deployment.nobody", "{}")
        .failsWith("client nobody is not registered in cluster one");
    JsonNode error = run("state", "put", "deployment.nobody", "{}", "--json").exits(1).json();
    assertThat(error.at("/error/kind").asText()).isEqualTo("unknown_client");
    CommandHere.bare("state").exits(ExitCode.WRONG_COMMAND_LINE);
    run("state", "get").exits(ExitCode.WRONG_COMMAND_LINE);
    run("state", "put", "k", "1", "--if-version", "x").exits(ExitCode.WRONG_COMMAND_LINE);
  }

  @Test
  void scheduleIsChangedFieldByField() throws Exception {
    Path source = SourceFiles.small(directory.resolve("app.db"));
    run("sync", "--source", source.toString(), "--client", "acme").exits(0);
    run("state", "put", "deployment.acme", "{\"sync_interval\": 900}").exits(0);
    JsonNode value = run("state", "get", "deployment.acme", "--json").exits(0).json().get("value");
    assertThat(value.get("sync_interval").asLong()).isEqualTo(900);
    assertThat(value.get("status").asText()).isEqualTo("active");
    assertThat(value.get("last_sync").asText()).endsWith("Z");
    run("state", "put", "deployment.acme", "{\"interval\": 1}")
        .failsWith("no field 'interval'; it has status, sync_enabled, sync_interval");
  }

  @Test
  void watchPrintsChangesOfOthers() throws Exception {
    Process watch =
        commands
            .process("state", "watch", "seen.", "--count", "2", "--seconds", "60", "--json")
            .start();
    try (BufferedReader out = watch.inputReader(StandardCharsets.UTF_8);
        BufferedReader err = watch.errorReader(StandardCharsets.UTF_8)) {
      assertThat(err.lines().anyMatch(line -> line.contains("watching"))).isTrue();
      run("state", "put", "other", "1").exits(0);
      run("state", "put", "seen.a", "1").exits(0);
      JsonNode first = new ObjectMapper().readTree(out.readLine());
      assertThat(first.get("key").asText()).isEqualTo("seen.a");
      run("state", "delete", "seen.a").exits(0);
      JsonNode second = new ObjectMapper().readTree(out.readLine());
      assertThat(second.get("deleted").asBoolean()).isTrue();
      assertThat(watch.waitFor()).isEqualTo(ExitCode.DONE);
    } finally {
      watch.destroyForcibly();
    }
  }

  @Test
  void anAnswerThatNobodyGetsIsNoSuccess() throws Exception {
    ProcessBuilder full = commands.process("state", "list").redirectOutput(new File("/dev/full"));
    Process process = full.start();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(err.readLine()).contains("the answer was not written: No space left on device");
      assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aWatchEndsWhenNobodyReadsItAnyMore() throws Exception {
    Process watch = commands.process("state", "watch").start();
    try (BufferedReader err = watch.errorReader(StandardCharsets.UTF_8)) {
      assertThat(err.readLine()).contains("watching");
      watch.getInputStream().close();
      run("state", "put", "cut", "1").exits(0);
      assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(watch.exitValue()).isEqualTo(ExitCode.FAILED);
      assertThat(err.lines().toList()).isEmpty();
    } finally {
      watch.destroyForcibly();
    }
  }

  private static CommandRun run(String... words) {
    return commands.run(words);
  }
}
