package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand requests that no honest caller sends: each is refused, and none changes anything. */
final class HostileInputTest {
  private static final long SEED = 20_261_125L;
  private static final int INPUTS = 1_000;
  private static final int MOST_BYTES = 16_384;
  private static final List<String> STATE =
      List.of(
          "SELECT md5(string_agg(d::text, '|' ORDER BY client_name))"
              + " FROM sync_metadata.client_deployments d",
          "SELECT count(*)::text || coalesce(md5(string_agg(s::text, '|' ORDER BY key)), '')"
              + " FROM sync_metadata.state s",
          "SELECT count(*)::text FROM sync_metadata.sync_jobs",
          "SELECT count(*)::text FROM sync_metadata.audit_log",
          "SELECT term::text FROM sync_metadata.leader_election",
          "SELECT count(*)::text FROM pg_namespace");

  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;
  private final Random random = new Random(SEED);

  @BeforeAll
  static void start() {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    cluster.register("acme", Path.of("/tmp/no.db"));
    Map<String, String> small = Map.of("API_MAX_BODY_BYTES", Integer.toString(MOST_BYTES));
    node = LocalNode.start(cluster, "node-a", directory, small).awaitLeading();
  }

  @AfterAll
  static void end() {
    node.close();
    cluster.close();
  }

  @Test
  void eachIsRefusedAndNothingChanges() throws Exception {
    List<String> before = STATE.stream().map(cluster::one).toList();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      String request =
          switch (i % 5) {
            case 0 -> hostileName();
            case 1 -> hostileKey();
            case 2 -> hostileJson();
            case 3 -> hostileHeader();
            default -> hostilePath();
          };
      int status = send(request);
      if (status < 400 || status > 499) {
        wrong.add(status + " for " + request.replace("\r\n", "\\n"));
      }
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
    assertThat(STATE.stream().map(cluster::one).toList()).isEqualTo(before);
    assertThat(node.rest().get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void whatTheWebServerItselfRefusesIsTheCallersFaultToo() throws Exception {
    for (String request :
        List.of(
            raw("PUT", "/api/v1/state", "{}", "Transfer-Encoding: gzip, chunked"),
            "GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n")) {
      assertThat(exchange(request))
          .startsWith("HTTP/1.1 400 ")
          .contains("Content-Type: application/problem+json", " understood\"", "\"way_out\"");
    }
    // How HTTP/2 begins: who speaks that waits for no answer of HTTP/1.1
    assertThat(exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEmpty();
  }

  @Test
  void aBodyThatIsStreamedIsReadAndHasTheSameLimit() throws Exception {
    assertThat(exchange(chunked("{\"key\": \"streamed\",", " \"value\": 7}")))
        .startsWith("HTTP/1.1 200 ");
    assertThat(node.rest().get("/api/v1/state/streamed").json().get("value").asInt()).isEqualTo(7);
    assertThat(node.rest().delete("/api/v1/state/streamed").status()).isEqualTo(200);
    String[] pieces = new String[MOST_BYTES / 1_000 + 1];
    java.util.Arrays.fill(pieces, " ".repeat(1_000));
    assertThat(exchange(chunked(pieces)))
        .startsWith("HTTP/1.1 413 ")
        .contains("more than %d bytes".formatted(MOST_BYTES));
  }

  private String hostileName() {
    String name =
        pick(
            "'; DROP SCHEMA client_acme CASCADE; --",
            "../../etc/passwd",
            "acme\u0000",
            "ACME",
            "a".repeat(300),
            "",
            "-acme",
            "acme corp",
            "ácme",
            "acme\r\nX-Injected: 1",
            "${jndi:ldap://x}",
            "acme\"; SELECT 1",
            "\ud83d\ude00",
            "%00",
            "acme/../acme",
            noise());
    String body = "{\"client_name\": " + quoted(name) + "}";
    return pick(
        post("/api/v1/sync/trigger", body),
        post("/api/v1/clients", "{\"client_name\": " + quoted(name) + ", \"source\": \"/x/y\"}"),
        post("/api/v1/clients/acme/rename", "{\"new_name\": " + quoted(name) + "}"),
        post("/api/v1/clients", "{\"client_name\": \"fine\", \"source\": " + quoted(name) + "}"),
        post(
            "/api/v1/clients",
            "{\"client_name\": \"fine\", \"source\": \"/x\", \"schema\": "
                + quoted(pick("pg_catalog", "sync_metadata", "a\u0000b", "x".repeat(80), ""))
                + "}"),
        post("/api/v1/clients/acme/deregister", "{\"confirm\": " + quoted(name) + "}"),
        post("/api/v1/clients/acme/move", "{\"cluster_name\": " + quoted(name) + "}"),
        post("/api/v1/cluster/unstick", "{\"confirm\": " + quoted(name) + "}"),
        post("/api/v1/clients/acme/restore", "{\"file\": " + quoted(name) + "}"));
  }

  private String hostileKey() {
    String key = pick("", "k\u0000", "k".repeat(300), "a\nb", "\u001b[31m", "deployment.nobody");
    return pick(
        put("/api/v1/state", "{\"key\": " + quoted(key) + ", \"value\": 1}"),
        get("/api/v1/state?key=" + encoded(key)),
        get("/api/v1/state?key=%00%ff"),
        get("/api/v1/state/deployment.no%00body"),
        put(
            "/api/v1/state",
            "{\"key\": \"deployment.acme\", \"value\": "
                + pick("{\"sync_interval\": -1}", "{\"x\": 1}", "[]", "{\"status\": \"\\u0000\"}")
                + "}"),
        get("/api/v1/sync/jobs?limit=" + pick("-1", "0", "x", "99999999999999999999")),
        get("/api/v1/sync/jobs?client_name=" + encoded(noise())),
        get("/api/v1/sync/jobs/" + encoded(noise())),
        get("/api/v1/conflicts/" + encoded(noise())),
        get("/api/v1/conflicts?state=" + encoded(noise())),
        get("/api/v1/quarantine/" + encoded(noise())));
  }

  private String hostileJson() {
    String body =
        pick(
            "{",
            "[]",
            "null",
            "\"x\"",
            "{\"client_name\": \"acme\"} {}",
            "{\"client_name\": \"acme\", \"client_name\": \"acme\"}",
            "{\"client_name\": 1}",
            "{\"client_name\": null}",
            "{\"client_name\": [\"acme\"]}",
            "{\"client_name\": \"acme\", \"full_sync\": \"yes\"}",
            "{\"client_name\": \"acme\", \"x\": 1}",
            "{\"client_name\": NaN}",
            "{'client_name': 'acme'}",
            "[".repeat(5_000),
            "{\"a\":".repeat(2_000),
            "{\"client_name\": \"\\ud800\"}",
            "{\"key\": \"k\", \"value\": " + "[".repeat(1_000) + "}",
            "{\"key\": \"k\", \"value\": 1e99999, \"z\": 2}",
            "\u0000\u0001",
            noise());
    return random.nextInt(4) == 0
        ? put("/api/v1/state", body)
        : post(pick("/api/v1/sync/trigger", "/api/v1/clients"), body);
  }

  private String hostileHeader() {
    String path = "/api/v1/state";
    String body = "{\"key\": \"k\", \"value\": 1}";
    return pick(
        raw("PUT", path, body, "If-Match: " + pick("x", "\"-1\"", "*", "W/\"1\"")),
        raw("PUT", path, body, "If-None-Match: \"1\""),
        raw("PUT", path, body, "Origin: http://evil.example"),
        raw("PUT", path, body, "Sec-Fetch-Site: cross-site"),
        raw("PUT", path, body, "Transfer-Encoding: chunked"),
        hostilePieces(),
        raw("PUT", path, body, "Transfer-Encoding: " + pick("gzip, chunked", "identity, x")),
        "PUT " + path + " HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n{}",
        "PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\nContent-Length: 2\r\n\r\n{}",
        "PUT " + path + " HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
        "PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n{}",
        "PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n{}",
        "PUT "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
        "PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
        "PUT " + path + " HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "PUT " + path + " http/1.1\r\nHost: localhost\r\n\r\n",
        raw("POST", "/api/v1/sync/trigger", "{}", "X-Request-Id: " + noiseInHeader()));
  }

  private String hostilePieces() {
    String head = chunked().split("\r\n\r\n")[0] + "\r\n\r\n";
    return pick(
        chunked("{\"key\": \"k\"", "}"),
        chunked("[".repeat(5_000)),
        chunked(noise()),
        chunked(" ".repeat(MOST_BYTES), " "),
        chunked(),
        chunked("{\"key\": \"k\", \"value\": 1}").replace("application/json", "text/plain"),
        chunked("{}").replace("HTTP/1.1", "HTTP/1.0"),
        head + "-1\r\n{}\r\n0\r\n\r\n",
        head + "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
        head + "zz\r\n{}\r\n0\r\n\r\n",
        head + "2;" + "x".repeat(9_000) + "\r\n{}\r\n0\r\n\r\n",
        head + "0\r\nX: " + "y".repeat(9_000) + "\r\n\r\n",
        head + "2\r\n{}!0\r\n\r\n");
  }

  private String hostilePath() {
    return pick(
        get("/../../etc/passwd"),
        get("/api/v1/clients/..%2f..%2fetc"),
        get("/api/v1/clients/%2e%2e/"),
        get("/api/v1/clients/acme;jsessionid=1/x"),
        get("/api/v1/clients/" + encoded(noise())),
        get("/api/v1/%zz"),
        get("/api/v1/clients\\acme"),
        get("/" + "a".repeat(9_000)),
        get("/api//v1//clients"),
        get("/api/v1/clients/acme/"),
        get("/actuator/env"),
        get("/error"),
        get("/WEB-INF/web.xml"),
        get("/META-INF/MANIFEST.MF"),
        get("/api/v1/nothing?" + "x=1&".repeat(500)),
        "GARBAGE\r\n\r\n",
        raw("TRACE", "/api/v1/clients", ""),
        raw("PROPFIND", "/api/v1/clients", ""),
        raw("DELETE", "/api/v1/clients/acme", ""),
        raw("POST", "/api/v1/state", "{}"));
  }

  private String noise() {
    StringBuilder text = new StringBuilder("~");
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      text.append((char) random.nextInt(32, 0x2fff));
    }
    return text.toString();
  }

  private String noiseInHeader() {
    return noise().replaceAll("[^ -~]", "!");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String get(String path) {
    return raw("GET", path, "");
  }

  private static String post(String path, String body) {
    return raw("POST", path, body);
  }

  private static String put(String path, String body) {
    return raw("PUT", path, body);
  }

  private static String raw(String method, String path, String body, String... headers) {
    StringBuilder request =
        new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, path));
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    if (!body.isEmpty()) {
      request
          .append("Content-Type: application/json\r\nContent-Length: ")
          .append(body.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n");
    }
    return request.append("Connection: close\r\n\r\n").append(body).toString();
  }

  /** A state that is written in pieces. */
  private static String chunked(String... pieces) {
    StringBuilder request =
        new StringBuilder(raw("PUT", "/api/v1/state", "", "Transfer-Encoding: chunked"));
    request.insert(request.indexOf("Connection:"), "Content-Type: application/json\r\n");
    for (String piece : pieces) {
      int length = piece.getBytes(StandardCharsets.UTF_8).length;
      request.append(Integer.toHexString(length)).append("\r\n").append(piece).append("\r\n");
    }
    return request.append("0\r\n\r\n").toString();
  }

  private static int send(String request) throws IOException {
    String[] words = exchange(request, '\n').split("\\s+");
    return words.length > 1 ? Integer.parseInt(words[1]) : 0;
  }

  private static String exchange(String request) throws IOException {
    return exchange(request, -1);
  }

  /** As it is, byte for byte: no client of Java's would send most of these. */
  private static String exchange(String request, int last) throws IOException {
    int port = URI.create(node.rest().url()).getPort();
    StringBuilder answer = new StringBuilder();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int c = in.read(); c >= 0 && c != last; c = in.read()) {
        answer.append((char) c);
      }
    } catch (SocketException e) {
      // A web server that closes before it read everything resets; what came before counts
    }
    return answer.toString();
  }
}
