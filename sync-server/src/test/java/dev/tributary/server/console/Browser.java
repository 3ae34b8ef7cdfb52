package dev.tributary.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Chromium without a window, driven over the WebDriver protocol. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--force-prefers-reduced-motion",
          "--disable-dev-shm-usage",
          "--window-size=1200,1000");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Browser(Process driver, String address) {
    this.driver = driver;
    Map<String, Object> options = Map.of("args", ARGUMENTS);
    Map<String, Object> wanted = Map.of("browserName", "chrome", "goog:chromeOptions", options);
    JsonNode made =
        call("POST", address + "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)));
    this.session = address + "/session/" + made.get("sessionId").asText();
  }

  static Browser start(Path directory) {
    try {
      Path log = Files.createTempFile(directory, "chromedriver", ".log");
      Process driver =
          new ProcessBuilder("chromedriver", "--port=0")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Matcher port =
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(50))
              .until(() -> PORT.matcher(Files.readString(log)), Matcher::find);
      return new Browser(driver, "http://127.0.0.1:" + port.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Browser open(String address) {
    call("POST", session + "/url", Map.of("url", address));
    return this;
  }

  /** What a script returns. */
  JsonNode run(String script) {
    return call("POST", session + "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /** What the promise of a script comes to. */
  JsonNode runAsync(String expression) {
    String script =
        "const done = arguments[0]; (async () => %s)().then(done, e => done('failed: ' + e))"
            .formatted(expression);
    return call("POST", session + "/execute/async", Map.of("script", script, "args", List.of()));
  }

  /** The text that a person sees there. */
  String text(String css) {
    return call("GET", element(css) + "/text", Map.of()).asText();
  }

  void click(String css) {
    call("POST", element(css) + "/click", Map.of());
  }

  /** A button by its accessible name, as a screen reader would find it. */
  void press(String name) {
    JsonNode found =
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> elementsNamed(name), list -> list.size() > 0);
    call("POST", session + "/element/" + found.get(0).get(ELEMENT).asText() + "/click", Map.of());
  }

  private JsonNode elementsNamed(String name) {
    return run(
        ("return [...document.querySelectorAll('button, summary')].filter(b => b.checkVisibility()"
                + " && !b.disabled && (b.getAttribute('aria-label') ?? b.textContent) === %s)")
            .formatted(JSON.valueToTree(name)));
  }

  /** Whether a button of this accessible name cannot be pressed. */
  boolean isDisabled(String name) {
    return run(("return [...document.querySelectorAll('button')].find(b =>"
                + " (b.getAttribute('aria-label') ?? b.textContent) === %s).disabled")
            .formatted(JSON.valueToTree(name)))
        .asBoolean();
  }

  /** The text of what has the focus. */
  String focused() {
    return run("return document.activeElement.textContent").asText();
  }

  void type(String css, String text) {
    call("POST", element(css) + "/value", Map.of("text", text));
  }

  /** A key on whatever has the focus; WebDriver's private letters name keys. */
  void key(String key) {
    Map<String, Object> keyboard =
        Map.of(
            "type",
            "key",
            "id",
            "keyboard",
            "actions",
            List.of(
                Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)));
    call("POST", session + "/actions", Map.of("actions", List.of(keyboard)));
  }

  /** A command of the browser's own protocol. */
  void devtools(String command, Map<String, Object> parameters) {
    call("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** Waits until a script returns true. */
  Browser awaitTrue(String script) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> assertThat(run(script).asBoolean()).as(script + "\n" + page()).isTrue());
    return this;
  }

  /** Waits until the place shows a text. */
  Browser awaitText(String css, String text) {
    return awaitTrue(
        "return (document.querySelector(%s)?.innerText ?? '').includes(%s)"
            .formatted(JSON.valueToTree(css), JSON.valueToTree(text)));
  }

  private String page() {
    return run("return document.body.innerText").asText();
  }

  /** A picture, for whoever looks into a failure. */
  void screenshot(Path file) throws IOException {
    Files.write(
        file, Base64.getDecoder().decode(call("GET", session + "/screenshot", Map.of()).asText()));
  }

  private String element(String css) {
    JsonNode found =
        call("POST", session + "/element", Map.of("using", "css selector", "value", css));
    return session + "/element/" + found.get(ELEMENT).asText();
  }

  private JsonNode call(String method, String address, Map<String, Object> body) {
    try {
      HttpRequest.BodyPublisher content =
          method.equals("POST")
              ? HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))
              : HttpRequest.BodyPublishers.noBody();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address))
              .timeout(Duration.ofSeconds(60))
              .method(method, content)
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode())
          .as("%s %s: %s", method, address, answer.body())
          .isEqualTo(200);
      return JSON.readTree(answer.body()).path("value");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    call("DELETE", session, Map.of());
    driver.destroy();
    try {
      assertThat(driver.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
