package dev.tributary.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that belongs to this JVM, with levers to make it fail.
 *
 * <p>It ends when this object is closed and when the JVM ends, {@code kill -9} included; meanwhile
 * no other process may use its directory.
 */
public final class BundledPostgres implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

  private final Launcher launcher;
  private final DirectoryLock lock;
  private final boolean temporary;

  // Guarded by this
  private Launcher.Started running;
  // Guarded by this
  private boolean closed;

  private BundledPostgres(Launcher launcher, DirectoryLock lock, boolean temporary)
      throws IOException {
    this.launcher = launcher;
    this.lock = lock;
    this.temporary = temporary;
    this.running = launcher.start(Launcher.ATTACHED, environment());
  }

  /** Starts the server of a directory, which is created if it is not there. */
  public static BundledPostgres start(
      PostgresBinaries binaries, Path directory, PostgresSettings settings) throws IOException {
    return start(new Launcher(binaries, new ClusterFiles(directory), settings), false);
  }

  /** Starts a server in a new directory that is removed with it. */
  public static BundledPostgres temporary(PostgresBinaries binaries, PostgresSettings settings)
      throws IOException {
    Path directory = Files.createTempDirectory("tributary-postgres-");
    return start(new Launcher(binaries, new ClusterFiles(directory), settings), true);
  }

  private static BundledPostgres start(Launcher launcher, boolean temporary) throws IOException {
    DirectoryLock lock = DirectoryLock.take(launcher.files());
    try {
      DataDirectory.requireNoServer(launcher.files());
      return new BundledPostgres(launcher, lock, temporary);
    } catch (IOException | RuntimeException e) {
      lock.close();
      if (temporary) {
        BinaryCache.deleteTree(launcher.files().root());
      }
      throw e;
    }
  }

  /** How to reach it; the port stays the same over {@link #restart}. */
  public synchronized PostgresAccess access() throws IOException {
    return launcher.files().access(running.port());
  }

  /** The end of the server's log, for messages. */
  public String logTail() throws IOException {
    return launcher.files().logSince(0);
  }

  /** Fast shutdown: open transactions are rolled back. Does nothing if it does not run. */
  public synchronized void stop() throws IOException {
    if (!running.shell().isAlive()) {
      return;
    }
    thaw();
    Signals.INT.send(Stream.of(running.postmaster()));
    if (!ended(STOP_PATIENCE)) {
      crash();
    }
    running.shell().getOutputStream().close();
  }

  /** Ends every process of the server at once, as a power cut would. */
  public synchronized void crash() throws IOException {
    List<ProcessHandle> processes = processes();
    Signals.KILL.send(processes.stream());
    boolean gone =
        Waiting.until(() -> processes.stream().noneMatch(ProcessHandle::isAlive), KILL_PATIENCE)
            && ended(KILL_PATIENCE);
    running.shell().getOutputStream().close(); // not before: to the shell it means that we are gone
    if (!gone) {
      throw new IOException("PostgreSQL in " + launcher.files().root() + " survived kill -9");
    }
  }

  /** Holds every process of the server: connections stay open, and nobody answers. */
  public synchronized void freeze() throws IOException {
    Signals.STOP.send(Stream.of(running.postmaster())); // first, so that it starts no process more
    Signals.STOP.send(processes().stream());
  }

  /** Lets a frozen server go on. */
  public synchronized void thaw() throws IOException {
    Signals.CONT.send(processes().stream());
  }

  /** Starts again on the same port, after a stop or a crash; stops first if it runs. */
  public synchronized void restart() throws IOException {
    if (closed) {
      throw new IllegalStateException("closed: " + launcher.files().root());
    }
    stop();
    running = launcher.startOn(running.port(), Launcher.ATTACHED, environment());
  }

  /** Stops, and lets others use the directory. Does nothing the second time. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stop();
    } finally {
      lock.close();
      if (temporary) {
        BinaryCache.deleteTree(launcher.files().root());
      }
    }
  }

  private Map<String, String> environment() {
    String removed = temporary ? launcher.files().root().toString() : "";
    return Map.of("TRIBUTARY_TEMPORARY", removed);
  }

  private List<ProcessHandle> processes() {
    ProcessHandle postmaster = running.postmaster();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
  }

  private boolean ended(Duration patience) throws IOException {
    Process shell = running.shell();
    return Waiting.until(() -> !shell.isAlive(), patience);
  }
}
