package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of the real main class in a process of its own: its exit code and what it printed. */
public record CommandRun(int code, String out, String err) {
  private static final long PATIENCE_SECONDS = 120;

  public static CommandRun of(String... arguments) {
    return with(Map.of(), arguments);
  }

  /** As they stand, in this process: quicker, where the process is not what is tested. */
  public static CommandRun here(String... words) {
    return CommandHere.bare(words);
  }

  /** Runs with these environment variables and none of ours that would choose a database. */
  public static CommandRun with(Map<String, String> environment, String... arguments) {
    try {
      return run(environment, arguments);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("cannot run " + List.of(arguments), e);
    }
  }

  private static CommandRun run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("tributary-test", ".out");
    Path err = Files.createTempFile("tributary-test", ".err");
    try {
      Process process =
          start(environment, List.of(), arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("did not end: " + List.of(arguments));
      }
      DocumentedFields.check(List.of(arguments), Files.readString(out));
      return new CommandRun(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** The process that would run, with more options for its Java. */
  public static ProcessBuilder start(
      Map<String, String> environment, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Tributary.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    for (String chosen :
        List.of(
            "DATABASE_URL",
            "DATABASE_PASSWORD_FILE",
            "CLUSTER_NAME",
            "HOST_NAME",
            "NODE_NAME",
            "ROLE",
            "API_PORT",
            "LEASE_DURATION",
            "HEARTBEAT_INTERVAL",
            "CACHE_TTL",
            "MAX_SYNC_WORKERS",
            "LOG_LEVEL")) {
      builder.environment().remove(chosen);
    }
    builder.environment().putAll(environment);
    return builder;
  }

  /** The one JSON document that standard output must be. */
  public JsonNode json() {
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("standard output is not one JSON document: " + out, e);
    }
  }

  public CommandRun exits(int expected) {
    assertThat(code).as("exit code; out: %s err: %s", out, err).isEqualTo(expected);
    return this;
  }

  /** One line of error for a person, no stack, and nothing on standard output. */
  public CommandRun failsWith(String... words) {
    exits(ExitCode.FAILED);
    assertThat(err.lines().filter(line -> line.startsWith("tributary: "))).isNotEmpty();
    assertThat(err).contains(words).doesNotContain("\tat ");
    assertThat(out).isEmpty();
    return this;
  }
}
