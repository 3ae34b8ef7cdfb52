package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.cli.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real node in a process of its own, which can be stopped, killed and frozen. */
public final class NodeProcess implements AutoCloseable {
  private static final Pattern HEALTH = Pattern.compile("health at (http://[\\w.]+:\\d+/health)");
  private static final Duration START = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Path log;

  private NodeProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  public static NodeProcess start(String name, Map<String, String> environment, Path directory) {
    return start(
        name,
        CommandRun.start(
            environment, List.of("-Xmx192m"), "serve", "--data-dir", directory + "/" + name),
        directory);
  }

  /** A node that this command starts. */
  public static NodeProcess start(String name, ProcessBuilder command, Path directory) {
    try {
      Path said = Files.createTempFile(directory, name, ".log");
      Process process = command.redirectErrorStream(true).redirectOutput(said.toFile()).start();
      String log = command.environment().get("LOG_FILE");
      return new NodeProcess(name, process, log == null ? said : Path.of(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return name;
  }

  /** Returns when it serves. */
  public NodeProcess awaitServing() {
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> said(HEALTH) || !process.isAlive());
    assertThat(process.isAlive()).as("%s runs; it said: %s", name, log()).isTrue();
    return this;
  }

  private boolean said(Pattern pattern) {
    return pattern.matcher(log()).find();
  }

  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it answers, without a path. */
  public String address() {
    Matcher matcher = HEALTH.matcher(log());
    assertThat(matcher.find()).as(log()).isTrue();
    return matcher.group(1).replaceFirst("/health$", "");
  }

  public long pid() {
    return process.pid();
  }

  /** One answer of its health. */
  public record Health(int status, JsonNode document) {
    public boolean leads() {
      return document.path("is_leader").asBoolean();
    }
  }

  public Health health() {
    Matcher matcher = HEALTH.matcher(log());
    assertThat(matcher.find()).as(log()).isTrue();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(matcher.group(1)))
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      return new Health(answer.statusCode(), new ObjectMapper().readTree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public void kill() {
    process.destroyForcibly();
  }

  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String which) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + which + " " + process.pid()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGTERM; does not wait. */
  public void terminate() {
    process.destroy();
  }

  public int exitCode() {
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends; %s", name, log()).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
