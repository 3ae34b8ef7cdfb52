package dev.tributary.server.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Takes what is left of a request that was answered, such as a stranger's, before its body was
 * read. The web server would do so too, on a thread, for as long as it comes: a few who send it
 * slowly, or not at all, would take all threads. Here they take some, for some seconds; who comes
 * then loses his connection.
 */
final class UnreadBodies extends ValveBase {
  private static final int MOST_AT_ONCE = 4;
  private static final int MOST_BYTES = 1 << 16;
  private static final long LONGEST_NANOS = 2_000_000_000L;

  private final Semaphore patience = new Semaphore(MOST_AT_ONCE);

  UnreadBodies() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    if (!request.isAsync() && !request.isFinished() && !isTaken(request, response)) {
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  private boolean isTaken(Request request, Response response) throws IOException {
    if (!patience.tryAcquire()) {
      return false;
    }
    try {
      response.flushBuffer(); // the answer waits for nobody
      InputStream rest = request.getStream();
      byte[] buffer = new byte[8_192];
      long began = System.nanoTime();
      int taken = 0;
      while (!request.isFinished() && taken <= MOST_BYTES) {
        int read = rest.read(buffer);
        if (read < 0 || System.nanoTime() - began > LONGEST_NANOS) {
          break;
        }
        taken += read;
      }
      return request.isFinished();
    } catch (IOException e) {
      return false; // he is gone, or silent for too long
    } finally {
      patience.release();
    }
  }
}
