package dev.tributary.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection that asks one question after the other, for as little CPU as can be: who asks
 * shares the machine with the node, and Java's HTTP clients take as much for it as the node itself.
 */
final class Asker implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LONGEST = 1 << 16;
  private static final String HEAD_ENDS = "\r\n\r\n";
  private static final Pattern LENGTH =
      Pattern.compile("\r\nContent-Length: (\\d{1,5})\r\n", Pattern.CASE_INSENSITIVE);
  private static final String LAST = "\r\nConnection: close\r\n";
  private static final String OK = "HTTP/1.1 200 ";

  private final URI node;
  private final byte[] buffer = new byte[LONGEST];
  private Socket socket = new Socket();

  Asker(URI node) {
    this.node = node;
  }

  /**
   * Waits for the whole answer; true: it is 200.
   *
   * @throws IOException also for an answer that does not tell its length; the next question is
   *     asked on a new connection
   */
  boolean ask(String path) throws IOException {
    String question = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, node.getAuthority());
    try {
      connect();
      socket.getOutputStream().write(question.getBytes(StandardCharsets.ISO_8859_1));
      return answer(socket.getInputStream());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void connect() throws IOException {
    if (socket.isConnected() && !socket.isClosed()) {
      return;
    }
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), PATIENCE_MILLIS);
  }

  private boolean answer(InputStream in) throws IOException {
    int read = 0;
    int ends = -1;
    while (ends < 0) {
      read += more(in, read);
      ends = text(read).indexOf(HEAD_ENDS);
    }
    String head = text(ends + 2);
    int whole = ends + HEAD_ENDS.length() + length(head);
    while (read < whole) {
      read += more(in, read);
    }
    if (head.contains(LAST)) {
      close();
    }
    return head.startsWith(OK);
  }

  private int more(InputStream in, int read) throws IOException {
    int some = in.read(buffer, read, LONGEST - read);
    if (some <= 0) {
      throw new EOFException("an answer ends after %d bytes".formatted(read));
    }
    return some;
  }

  private String text(int bytes) {
    return new String(buffer, 0, bytes, StandardCharsets.ISO_8859_1);
  }

  private static int length(String head) throws IOException {
    Matcher length = LENGTH.matcher(head);
    if (!length.find()) {
      throw new IOException("an answer does not tell its length: " + head);
    }
    return Integer.parseInt(length.group(1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
