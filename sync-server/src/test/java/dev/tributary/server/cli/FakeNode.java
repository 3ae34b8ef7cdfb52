package dev.tributary.server.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Says one answer after the other, whatever is asked; the last one again and again. */
final class FakeNode implements AutoCloseable {
  private final HttpServer server;
  // Guarded by this
  private final Deque<Says> answers = new ArrayDeque<>();

  /**
   * @param status 0: hangs up
   */
  record Says(int status, String body) {
    static Says ok(String body) {
      return new Says(200, body);
    }
  }

  private FakeNode(HttpServer server, List<Says> answers) {
    this.server = server;
    this.answers.addAll(answers);
  }

  static FakeNode saying(Says... answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeNode node = new FakeNode(server, List.of(answers));
    server.createContext(
        "/",
        exchange -> {
          Says says = node.next();
          byte[] body = says.body().getBytes(StandardCharsets.UTF_8);
          if (says.status() > 0) {
            exchange.getResponseHeaders().add("Location", "https://elsewhere.example.org/");
            exchange.sendResponseHeaders(says.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    return node;
  }

  private synchronized Says next() {
    return answers.size() > 1 ? answers.poll() : answers.peek();
  }

  /** Answers that nobody has asked for yet. */
  synchronized int left() {
    return answers.size();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
