package dev.tributary.server.health;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers {@code GET /health} on this machine only, without authentication. */
public final class HealthServer implements AutoCloseable {
  private static final int THREADS = 2;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final HttpServer server;
  private final ExecutorService threads;
  private final NodeHealth health;

  private HealthServer(HttpServer server, NodeHealth health) {
    this.server = server;
    this.health = health;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "sync-health");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * @param port 0: any free one
   */
  public static HealthServer start(int port, NodeHealth health) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      HealthServer started = new HealthServer(HttpServer.create(address, 16), health);
      started.begin();
      return started;
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "API_PORT %d cannot be used: %s".formatted(port, e.getMessage()), e);
    }
  }

  private void begin() {
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/health", "/health/ready" -> health(exchange);
        case "/health/live" -> send(exchange, 200, Map.of("status", "live"));
        default -> problem(exchange, 404, "there is nothing at " + path);
      }
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET") && !exchange.getRequestMethod().equals("HEAD")) {
      problem(exchange, 405, "only GET is answered here");
      return;
    }
    NodeHealth.Report report = health.report();
    send(exchange, report.status(), report.document());
  }

  private static void problem(HttpExchange exchange, int status, String detail) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", status);
    document.put("detail", detail);
    send(exchange, status, document);
  }

  private static void send(HttpExchange exchange, int status, Map<String, Object> document)
      throws IOException {
    byte[] body = JSON.writeValueAsBytes(document);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
