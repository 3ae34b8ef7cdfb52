package dev.tributary.server.connection;

import dev.tributary.server.connection.Finding.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tries a way without a password: is somebody there? */
@FunctionalInterface
public interface Probe {
  /** Returns within a few seconds, whatever the network does. */
  Finding tryOut(Way way);

  /**
   * Resolves the name and connects to its first address, as the driver will.
   *
   * @param limit for each of the two
   */
  static Probe overSockets(Duration limit) {
    return way -> {
      InetAddress address;
      try {
        address = resolve(way.host(), limit);
      } catch (UnknownHostException e) {
        return new Finding(way, Outcome.UNKNOWN_NAME, "the name has no address here");
      } catch (TimeoutException e) {
        return new Finding(way, Outcome.SILENT, "no answer from DNS" + within(limit));
      }
      return connect(way, address, limit);
    };
  }

  /** A resolver cannot be told how long to try, so a thread of its own waits for it. */
  private static InetAddress resolve(String host, Duration limit)
      throws UnknownHostException, TimeoutException {
    FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(host));
    Thread thread = new Thread(lookup, "tributary-lookup");
    thread.setDaemon(true);
    thread.start();
    try {
      return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new UnknownHostException(host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException(host);
    }
  }

  private static Finding connect(Way way, InetAddress address, Duration limit) {
    String over = address instanceof Inet6Address ? "over IPv6" : "over IPv4";
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, way.port()), (int) limit.toMillis());
      return new Finding(way, Outcome.OPEN, "open " + over);
    } catch (SocketTimeoutException e) {
      return new Finding(way, Outcome.SILENT, "no answer " + over + within(limit));
    } catch (NoRouteToHostException e) {
      return new Finding(way, Outcome.NO_ROUTE, "no route " + over);
    } catch (ConnectException e) {
      return refusedOrUnreachable(way, over, String.valueOf(e.getMessage()));
    } catch (IOException e) { // "Network is unreachable", "Protocol family unavailable"
      return new Finding(way, Outcome.NO_ROUTE, "no route " + over);
    }
  }

  /** Java says both with the same exception. */
  private static Finding refusedOrUnreachable(Way way, String over, String message) {
    return message.contains("refused")
        ? new Finding(way, Outcome.REFUSED, "refused " + over)
        : new Finding(way, Outcome.NO_ROUTE, "no route " + over);
  }

  private static String within(Duration limit) {
    return " within %.0f s".formatted(limit.toMillis() / 1e3);
  }
}
