package dev.tributary.server.web.security;

import dev.tributary.server.web.problem.Refused;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request whose body comes in pieces, and that is refused when they become too many. */
final class StreamedBody extends HttpServletRequestWrapper {
  private final int mostBytes;

  StreamedBody(HttpServletRequest request, int mostBytes) {
    super(request);
    this.mostBytes = mostBytes;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Counted(super.getInputStream(), mostBytes);
  }

  private static final class Counted extends ServletInputStream {
    private final ServletInputStream in;
    private final int most;
    private int read;

    Counted(ServletInputStream in, int most) {
      this.in = in;
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int some = in.read(into, offset, Math.min(length, most - read + 1));
      count(Math.max(some, 0));
      return some;
    }

    /**
     * @throws Refused when it was one byte too many
     */
    private void count(int more) {
      read += more;
      if (read > most) {
        throw Bodies.tooLarge("the body has more than %d bytes".formatted(most));
      }
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
