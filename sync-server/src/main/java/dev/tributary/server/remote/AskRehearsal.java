package dev.tributary.server.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a node that is none, once, so that the classes of a question can be recorded. */
public final class AskRehearsal {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
          .getBytes(StandardCharsets.US_ASCII);

  private AskRehearsal() {}

  public static void run() throws IOException {
    try (ServerSocket node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answers = new Thread(() -> answer(node), "rehearsal-answer");
      answers.setDaemon(true);
      answers.start();
      URI url = URI.create("http://127.0.0.1:" + node.getLocalPort());
      new NodeClient(url, Optional.of("token"), Optional.empty()).get("/health");
    }
  }

  private static void answer(ServerSocket node) {
    try (Socket asked = node.accept()) {
      asked.getInputStream().read(new byte[8_192]);
      asked.getOutputStream().write(ANSWER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
