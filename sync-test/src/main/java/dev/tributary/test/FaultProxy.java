package dev.tributary.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy on 127.0.0.1 that can fall silent, delay, and cut.
 *
 * <p>Silent means half-open: connections stay, nothing passes in either direction, nobody is told,
 * and what was sent meanwhile arrives when {@link #pass} is called. To both sides' kernels the
 * connection looks alive, so TCP keepalives find nothing.
 */
public final class FaultProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition passing = lock.newCondition();

  // Guarded by lock
  private boolean silent;
  private volatile long delayMillis;

  private FaultProxy(ServerSocket listening, InetSocketAddress target) {
    this.listening = listening;
    this.target = target;
  }

  /** Forwards to a port of this host until it is closed. */
  public static FaultProxy to(int port) throws IOException {
    InetAddress host = InetAddress.getLoopbackAddress();
    FaultProxy proxy =
        new FaultProxy(new ServerSocket(0, 50, host), new InetSocketAddress(host, port));
    proxy.start(proxy::accept);
    return proxy;
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** From now on nothing passes, and new connections get no answer. */
  public void fallSilent() {
    locked(() -> silent = true);
  }

  /** Everything passes again, what was held back first. */
  public void pass() {
    locked(
        () -> {
          silent = false;
          passing.signalAll();
        });
  }

  /** Each piece of data waits for so long. */
  public void delay(Duration each) {
    delayMillis = each.toMillis();
  }

  /** Resets all connections; new ones are served. */
  public void cut() throws IOException {
    for (Socket socket : sockets) {
      reset(socket);
    }
    sockets.clear();
  }

  private static void reset(Socket socket) throws IOException {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      return; // its other end closed it a moment ago
    }
    socket.close();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        sockets.add(client);
        start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try {
      waitWhileSilent();
      Socket server = new Socket();
      sockets.add(server);
      server.connect(target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start(() -> pump(server, client));
      pump(client, server);
    } catch (IOException e) {
      closeBoth(client, client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        waitWhileSilent();
        out.write(buffer, 0, n);
        out.flush();
      }
      waitWhileSilent();
    } catch (IOException e) {
      // One side is gone: the other learns it below.
    }
    closeBoth(from, to);
  }

  private void waitWhileSilent() throws IOException {
    lock.lock();
    try {
      if (delayMillis > 0) {
        passing.awaitNanos(Duration.ofMillis(delayMillis).toNanos());
      }
      while (silent) {
        passing.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private void closeBoth(Socket one, Socket other) {
    for (Socket socket : new Socket[] {one, other}) {
      sockets.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        continue; // it is gone
      }
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
    pass();
  }
}
