package dev.tributary.server.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One who listens to the events of a node over a connection that holds little. */
final class EventSocket implements AutoCloseable {
  private static final int SMALL = 2_048;

  private final Socket socket = new Socket();

  private EventSocket(URI node) throws IOException {
    socket.setReceiveBufferSize(SMALL);
    socket.connect(new InetSocketAddress("127.0.0.1", node.getPort()));
    socket
        .getOutputStream()
        .write(
            "GET /api/v1/events HTTP/1.1\r\nHost: localhost:%d\r\n\r\n"
                .formatted(node.getPort())
                .getBytes(StandardCharsets.US_ASCII));
  }

  /** Has been heard by the node when it returns; reads nothing more by itself. */
  static EventSocket open(Rest node) throws IOException {
    EventSocket opened = new EventSocket(URI.create(node.url()));
    opened.socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    return opened;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
