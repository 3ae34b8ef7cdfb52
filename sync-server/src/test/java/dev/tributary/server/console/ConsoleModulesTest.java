package dev.tributary.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page does without a node: its files alone, in a real browser. */
@Tag("machine")
final class ConsoleModulesTest {
  private static final Path PAGE = Path.of("src", "main", "resources", "static");

  private static HttpServer files;
  private static Browser browser;

  @BeforeAll
  static void open(@TempDir Path directory) throws IOException {
    files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext("/", ConsoleModulesTest::serve);
    files.start();
    browser = Browser.start(directory);
    browser.open("http://127.0.0.1:" + files.getAddress().getPort() + "/index.html");
    browser.awaitText("#theme", "Theme: system");
  }

  @AfterAll
  static void close() {
    browser.close();
    files.stop(0);
  }

  private static void serve(HttpExchange exchange) throws IOException {
    Path file = PAGE.resolve(exchange.getRequestURI().getPath().substring(1));
    boolean found = Files.isRegularFile(file);
    String name = file.toString();
    String type =
        name.endsWith(".js") ? "text/javascript" : name.endsWith(".css") ? "text/css" : "";
    exchange.getResponseHeaders().set("Content-Type", type.isEmpty() ? "text/html" : type);
    byte[] body = found ? Files.readAllBytes(file) : new byte[0];
    exchange.sendResponseHeaders(found ? 200 : 404, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void theLagIsUnknownWhereAPauseOfManyIntervalsMayHaveBeenAFileThatStoodStill() {
    assertThat(lagHistory(good(1000), good(1300), good(1700))).isEqualTo("[null,0,300,0,400,0]");
    assertThat(lagHistory(good(1000), good(1601))).isEqualTo("[null,0,null,0]");
    assertThat(lagHistory(good(1000), job(1100, "cancelled"), good(1601)))
        .isEqualTo("[null,0,null,0]");
    assertThat(lagHistory(good(1000), job(1300, "failed"), good(4000)))
        .as("what fails is no file that stood still")
        .isEqualTo("[null,0,3000,0]");
    assertThat(lagHistory(good(1000), job(1601, "failed"), good(1700)))
        .isEqualTo("[null,0,null,0]");
    assertThat(
            lagHistory(
                good(1000),
                job(1100, "cancelled"),
                good(1200).replace("incremental", "verify"),
                good(1250).replace("'c'", "'other'"),
                "{client_name: 'c', sync_type: 'full', status: 'running', completed_at: null}",
                job(1300, "partial")))
        .isEqualTo("[null,0,300,0]");
  }

  /** With an interval of 300 seconds; the node answers the latest first. */
  private String lagHistory(String... jobs) {
    return browser
        .runAsync(
            "JSON.stringify((await import('/console/lag-history.js')).lagHistory([%s].reverse(), 'c', 300))"
                .formatted(String.join(",", jobs)))
        .asText();
  }

  private static String good(int end) {
    return job(end, "success");
  }

  private static String job(int end, String status) {
    return ("{client_name: 'c', sync_type: 'incremental', status: '%s', duration_seconds: 0,"
            + " completed_at: '%s'}")
        .formatted(status, Instant.ofEpochSecond(end));
  }

  @Test
  void theLineOfALagKeepsItsPastWhileItRisesAndHasAGapWhereNothingIsKnown() {
    assertThat(
            browser
                .runAsync(
                    "(m => { const s = m.createSparkline(); for (let i = 0; i <= 500; i++) s.add(i);"
                        + " s.precede([null, 0, 1000, 0, null, 0]);"
                        + " return s.node.firstChild.getAttribute('d') + ' ' + s.most(); })"
                        + "(await import('/console/sparkline.js'))")
                .asText())
        .isEqualTo("M14.3,20.0 L28.6,0.0 L42.9,20.0  M71.4,20.0 L85.7,20.0 L100.0,10.0 1000");
  }

  @Test
  void thePageFollowsTheThemeOfTheSystemAndThatOfThePerson() {
    theme("dark");
    String dark = background();
    theme("light");
    String light = background();
    assertThat(dark).isNotEqualTo(light);

    browser.click("#theme");
    assertThat(background()).isEqualTo(dark);
    theme("dark");
    browser.click("#theme");
    assertThat(background()).isEqualTo(light);
    browser.click("#theme");
    assertThat(background()).isEqualTo(dark);
  }

  private void theme(String name) {
    browser.devtools(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
  }

  private String background() {
    return browser.run("return getComputedStyle(document.body).backgroundColor").asText();
  }

  @Test
  void numbersKeepTheirLettersAndBadJsonIsToldWithItsPlace() {
    String module = "(await import('/console/exact-json.js'))";
    assertThat(
            browser
                .runAsync(
                    module
                        + ".write("
                        + module
                        + ".parse('{\"b\": [1760000000123456789, 1.0, -0, 1e400],"
                        + " \"a\": \"\\\\u0000\"}'))")
                .asText())
        .isEqualTo("{\"b\":[1760000000123456789,1.0,-0,1e400],\"a\":\"\\u0000\"}");
    for (String bad :
        List.of("", "{", "{'a':1}", "[1,]", "01", "1 2", "\"\\x\"", "{\"a\" 1}", "nul")) {
      String quoted = "'" + bad.replace("\\", "\\\\").replace("'", "\\'") + "'";
      assertThat(browser.runAsync(module + ".parse(" + quoted + ")").asText())
          .as(bad)
          .startsWith("failed: SyntaxError: Line 1, column");
    }
  }
}
