package dev.tributary.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Starts a postmaster and returns once it accepts connections.
 *
 * <p>A start that fails leaves no process behind and tells the end of the server's log.
 */
record Launcher(PostgresBinaries binaries, ClusterFiles files, PostgresSettings settings) {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final int PORT_ATTEMPTS = 5;

  /** A started server and the shell that started it. */
  record Started(Process shell, ProcessHandle postmaster, int port) {}

  /**
   * The shell holds our end of its standard input. When this JVM ends, however it ends, the shell
   * reads the end of file and ends PostgreSQL, thawing it first if it is frozen. A session of its
   * own keeps PostgreSQL out of reach of the terminal's Ctrl-C. A directory that is to be removed
   * is marked before PostgreSQL is told to end: it may be gone before the telling process goes on.
   */
  static final String ATTACHED =
      """
      trap '' HUP INT TERM
      exec 3<&0
      own=$(command -v setsid)
      ${own:+setsid} "$@" </dev/null >>"$TRIBUTARY_LOG" 2>&1 3<&- &
      server=$!
      mine=${TRIBUTARY_TEMPORARY:+$TRIBUTARY_TEMPORARY/ending}
      (cat <&3; : >"${mine:-/dev/null}"; kill -QUIT $server; kill -CONT $server) >/dev/null 2>&1 &
      watch=$!
      echo $server
      wait $server
      ended=$?
      kill -KILL $watch 2>/dev/null
      wait $watch
      [ -z "$mine" ] || [ ! -e "$mine" ] || rm -rf -- "$TRIBUTARY_TEMPORARY"
      exit $ended
      """;

  /** The shell waits only so that a failed start is noticed; it is ended once PostgreSQL runs. */
  static final String DETACHED =
      """
      trap '' HUP INT TERM
      own=$(command -v setsid)
      ${own:+setsid} "$@" </dev/null >>"$TRIBUTARY_LOG" 2>&1 &
      server=$!
      echo $server
      wait $server
      """;

  /** Starts on the wished port, or on the last one, or on any free one. */
  Started start(String script, Map<String, String> environment) throws IOException {
    new ClusterCreation(binaries, files, settings.durability()).createOrCheck();
    if (settings.port() != 0) {
      return startOn(settings.port(), script, environment);
    }
    Optional<Integer> last = files.lastPort().filter(Launcher::isFree);
    for (int attempt = 1; attempt < PORT_ATTEMPTS; attempt++) {
      try {
        return startOn(last.isPresent() ? last.get() : freePort(), script, environment);
      } catch (PortTaken e) {
        last = Optional.empty(); // somebody took it since we looked: the next one then
      }
    }
    return startOn(freePort(), script, environment);
  }

  Started startOn(int port, String script, Map<String, String> environment) throws IOException {
    PostmasterFile.removeStale(files.data());
    files.rotateLog();
    long logStart = files.logLength();
    Process shell = shell(port, script, environment);
    ProcessHandle postmaster = postmaster(shell);
    Waiting.until(() -> isReady(postmaster) || !shell.isAlive(), START_PATIENCE);
    if (!isReady(postmaster)) {
      Signals.KILL.send(Stream.of(postmaster));
      shell.getOutputStream().close();
      throw failure(port, files.logSince(logStart));
    }
    files.rememberPort(port);
    return new Started(shell, postmaster, port);
  }

  private boolean isReady(ProcessHandle postmaster) throws IOException {
    return PostmasterFile.in(files.data())
        .filter(file -> file.pid() == postmaster.pid() && file.ready())
        .isPresent();
  }

  private Process shell(int port, String script, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "postgres"));
    command.addAll(
        binaries.owner().command(binaries.program("postgres"), "-D", files.data().toString()));
    parameters(port).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    ProcessBuilder builder = Command.prepared(command).redirectError(Redirect.DISCARD);
    builder.environment().putAll(environment);
    builder.environment().put("TRIBUTARY_LOG", files.log().toString());
    return builder.start();
  }

  private Map<String, String> parameters(int port) {
    Map<String, String> parameters = new TreeMap<>(settings.parameters());
    parameters.put("port", Integer.toString(port));
    parameters.put("listen_addresses", "127.0.0.1");
    parameters.put("unix_socket_directories", "");
    if (settings.durability() == Durability.FAST) {
      parameters.put("fsync", "off");
      parameters.put("full_page_writes", "off");
    }
    return parameters;
  }

  private ProcessHandle postmaster(Process shell) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
    String pid = output.readLine();
    return pid == null
        ? shell.toHandle()
        : ProcessHandle.of(Long.parseLong(pid)).orElseGet(shell::toHandle);
  }

  private IOException failure(int port, String log) {
    String message =
        "PostgreSQL %s did not start in %s. The end of its log:%n%s"
            .formatted(binaries.version(), files.root(), log);
    return log.contains("could not bind") ? new PortTaken(port, message) : new IOException(message);
  }

  private static boolean isFree(int port) {
    if (port == 0) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Somebody else listens on the port. */
  static final class PortTaken extends IOException {
    PortTaken(int port, String message) {
      super("Port " + port + " of 127.0.0.1 is taken. " + message);
    }
  }
}
