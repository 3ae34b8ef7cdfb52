package dev.tributary.server.deployment;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A host as the scripts see it: {@code docker}, {@code ip} and {@code systemctl} are scripts that
 * write down how they were called; metadata service and nodes answer HTTP on addresses of their
 * own.
 */
final class FakeHost implements AutoCloseable {
  static final String DEPLOY = "deploy-sync-cluster.sh";
  static final String DEREGISTER = "deregister-cluster.sh";

  static final String[] PROJECT = {
    "CLUSTER_NAME=prod", "SUPABASE_PROJECT_REF=abcdefgh", "SUPABASE_REGION=aws-0-eu-central-1"
  };
  static final String[] PLAIN = {
    "CLUSTER_NAME=prod",
    "DATABASE_URL=postgresql://sync_service@db.example.org:5432/app",
    "DATABASE_ADMIN_URL=postgresql://postgres@db.example.org:5432/app"
  };
  static final Map<String, String> DROPLET =
      Map.of(
          "/metadata/v1/id", "12345",
          "/metadata/v1/interfaces/public/0/ipv6/address", "2001:db8::5",
          "/metadata/v1/interfaces/public/0/ipv6/cidr", "64",
          "/metadata/v1/interfaces/public/0/ipv6/gateway", "2001:db8::1");

  static final Path MODULE = Path.of("").toAbsolutePath();

  /** Each of 127.0.0.0/8 is this machine; on this one no other process has the ports of nodes. */
  private static final String NODES =
      "127.77.%d.%d"
          .formatted(
              ProcessHandle.current().pid() / 250 % 250, ProcessHandle.current().pid() % 250 + 1);

  private static final String DOCKER =
      """
      #!/bin/sh
      echo "docker $*" >>CALLS
      case "$*" in
        "compose version") [ ! -e NOPLUGIN ] || exit 1 ;;
        "version --format"*) echo 20.10.24 ;;
        "inspect --type container"*) [ ! -e RANAS ] || cat RANAS ;;
        "image inspect"*) cat IMAGE ;;
        "pull "*) echo sha256:newer >IMAGE ;;
        *"token --name"*) echo '{"token":"t0ken-s3cret","line":"operator admin sha256:00ff"}' ;;
        *"db connection"*) cat CONNECTION; ! grep -q '^no way' CONNECTION ;;
        *"cluster deregister --confirm no"*) cat REFUSAL >&2; exit 1 ;;
        "exec "*"cat /var/lib/tributary/health-944"*) cat TOKEN ;;
      esac
      """;
  private static final String IP =
      """
      #!/bin/sh
      echo "ip $*" >>CALLS
      case "$*" in
        "-6 route get"*) [ -e ROUTE ] || exit 2; echo "2001:4860:4860::8888 via fe80::1" ;;
        "-6 route add"*) [ ! -e REFUSED ] || { echo "RTNETLINK answers: File exists" >&2; exit 2; }; touch ROUTE ;;
        "-6 route del"*) rm ROUTE ;;
        "-6 addr show"*tentative) ;;
        "-6 addr show"*) [ ! -e ADDRESS ] || cat ADDRESS ;;
        "-6 route show default") [ ! -e ROUTERS ] || cat ROUTERS ;;
        "-4 route show default") echo "default via 10.0.0.1 dev eth7 proto static" ;;
      esac
      """;

  /** What stands in the stubs for a file of the test's folder. */
  private static final List<String> PLACES =
      List.of(
          "CALLS",
          "ROUTERS",
          "RANAS",
          "CONNECTION",
          "REFUSAL",
          "ROUTE",
          "NOPLUGIN",
          "IMAGE",
          "REFUSED",
          "ADDRESS",
          "TOKEN",
          "USED");

  private static final String HEALTH_TOKEN = "0123456789abcdef";

  final Path directory;
  final Path docker;
  private final Path bin;
  private final Path calls;
  private final List<HttpServer> servers = new ArrayList<>();
  private final HttpServer metadata;
  private volatile boolean healthIsClosed;

  FakeHost(Path directory) throws IOException {
    this.directory = directory;
    this.docker = Files.createDirectories(directory.resolve("docker"));
    Files.createDirectories(directory.resolve("run"));
    Files.createDirectories(directory.resolve("etc"));
    this.bin = Files.createDirectories(directory.resolve("bin"));
    this.calls = directory.resolve("calls");
    try (Stream<Path> files = Files.list(MODULE.resolve("docker"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals(".env")) {
          Files.copy(file, docker.resolve(file.getFileName()));
        }
      }
    }
    stub("docker", DOCKER);
    stub("ip", IP);
    stub("docker-compose", "#!/bin/sh\necho \"docker-compose $*\" >>CALLS\n");
    stub("ss", "#!/bin/sh\n[ ! -e USED ] || cat USED\n");
    stub("systemctl", "#!/bin/sh\necho \"systemctl $*\" >>CALLS\n");
    metadata = serve("127.0.0.1", 0, Map.of());
    says("CONNECTION", "use postgresql://sync_service@db.abcdefgh.supabase.co:5432/postgres\n");
    says("IMAGE", "sha256:older\n");
    says("REFUSAL", "tributary: deregistering cluster x needs the word DEREGISTER\n");
  }

  private void stub(String name, String text) throws IOException {
    String placed = text;
    for (String file : PLACES) {
      placed = placed.replace(file, directory.resolve(file.toLowerCase()).toString());
    }
    Path script = Files.writeString(bin.resolve(name), placed);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What a stub answers. */
  void says(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file.toLowerCase()), text);
  }

  /** An interface whose router announces itself; the file is the kernel's own setting. */
  Path hearsItsRouter(String line, String interfaceName) throws IOException {
    says("ROUTERS", line);
    Path setting = directory.resolve("sys").resolve(interfaceName).resolve("accept_ra");
    Files.createDirectories(setting.getParent());
    return Files.writeString(setting, "1\n");
  }

  void hasIpv6() throws IOException {
    Files.writeString(directory.resolve("route"), "");
  }

  /** The metadata service of a provider. */
  void answersMetadata(Map<String, String> byPath) {
    byPath.forEach((path, text) -> answer(metadata, path, text));
  }

  /** Node a leads, node b follows. */
  void runsNodes() throws IOException {
    serve(NODES, 9443, Map.of("/health", "{\"status\":\"healthy\",\"is_leader\":true}"));
    serve(NODES, 9444, Map.of("/health", "{\"status\":\"healthy\",\"is_leader\":false}"));
  }

  /** From now on the nodes tell how they are to their own health check alone. */
  void closesHealth() throws IOException {
    says("TOKEN", HEALTH_TOKEN + "\n");
    healthIsClosed = true;
  }

  private HttpServer serve(String address, int port, Map<String, String> byPath)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 5);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    byPath.forEach((path, text) -> answer(server, path, text));
    server.start();
    servers.add(server);
    return server;
  }

  private void answer(HttpServer server, String path, String text) {
    server.createContext(
        path,
        exchange -> {
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          boolean closed = healthIsClosed && path.equals("/health");
          boolean refused = closed && !("Bearer " + HEALTH_TOKEN).equals(shown);
          byte[] body = (refused ? "{\"status\":401}" : text).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(refused ? 401 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** Settings, and the administrator's password. */
  void isConfigured(String... lines) throws IOException {
    Files.writeString(
        docker.resolve(".env"),
        String.join("\n", lines) + "\nAPI_BIND=" + NODES + "\nSYNC_UID=" + nodesUser() + "\n");
    Path secrets = Files.createDirectories(docker.resolve("secrets"));
    Files.writeString(secrets.resolve("admin_password"), "adm1n-s3cret\n");
  }

  /** Root gives the nodes' files away; another user keeps them. */
  int nodesUser() throws IOException {
    int own = (Integer) Files.getAttribute(directory, "unix:uid");
    return own == 0 ? 10001 : own;
  }

  /** How a script ended, and what it said. */
  record Ran(int code, String said) {}

  Ran run(String script, String... words) {
    List<String> command = new ArrayList<>();
    command.add(MODULE.resolve("scripts").resolve(script).toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("SYNC_DOCKER_DIR", docker.toString());
    builder.environment().put("DAEMON_JSON", daemonJson().toString());
    builder.environment().put("IPV6_SETTINGS", directory.resolve("sys").toString());
    builder.environment().put("SYSCTL_FILE", directory.resolve("etc/60-tributary.conf").toString());
    builder.environment().put("IPV6_ADDED", directory.resolve("run/ipv6-added").toString());
    builder
        .environment()
        .put("METADATA_URL", "http://127.0.0.1:" + metadata.getAddress().getPort());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Ran(process.exitValue(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Path daemonJson() {
    return directory.resolve("etc/daemon.json");
  }

  List<String> calls() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** Each file of the deployment with its content. */
  Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path folder : List.of(docker, directory.resolve("etc"), directory.resolve("run"))) {
      if (Files.exists(folder)) {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path file : all.filter(Files::isRegularFile).toList()) {
            files.put(directory.relativize(file).toString(), Files.readString(file));
          }
        }
      }
    }
    return files;
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
