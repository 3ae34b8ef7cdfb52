package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.config.NodeOption;
import dev.tributary.server.control.Standing.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Nodes as processes of this host that outlive the command that started them. Each has a folder
 * with its log and its settings; settings are those of the first start, until it is deployed again.
 */
public final class LocalNodes implements NodeControl {
  private static final Duration GRACE = Duration.ofSeconds(40);
  private static final Path OWN_SESSION = Path.of("/usr/bin/setsid");

  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;

  /**
   * @param folder with a folder for each node
   * @param command starts this program; {@code serve} and its options follow
   * @param environment of nodes that are deployed: DATABASE_URL and what {@code serve} reads
   */
  public LocalNodes(Path folder, List<String> command, Map<String, String> environment) {
    this.folder = folder;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String way() {
    return "process";
  }

  private NodeFolder of(String node) {
    if (!node.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new ConfigurationInvalid("'%s' is no name of a node".formatted(node));
    }
    return new NodeFolder(folder.resolve(node));
  }

  private NodeFolder require(String node) {
    NodeFolder its = of(node);
    if (!its.exists()) {
      throw new ConfigurationInvalid(
          "node %s was not deployed here: there is no folder %s".formatted(node, its.folder()));
    }
    return its;
  }

  @Override
  public Standing standing(String node) {
    NodeFolder its = of(node);
    if (!its.exists()) {
      return new Standing(State.UNKNOWN, "no folder " + its.folder());
    }
    return its.running()
        .map(handle -> new Standing(State.RUNNING, "process " + handle.pid()))
        .orElse(new Standing(State.STOPPED, "no process"));
  }

  @Override
  public void deploy(List<String> nodes) {
    List<String> roles = List.of("node-a", "node-b");
    if (nodes.size() > roles.size()) {
      throw new ConfigurationInvalid("at most two nodes, node-a and node-b, was " + nodes);
    }
    for (int i = 0; i < nodes.size(); i++) {
      NodeFolder its = of(nodes.get(i));
      if (its.running().isEmpty()) {
        Map<String, String> own = new TreeMap<>(environment);
        own.put("NODE_NAME", nodes.get(i));
        own.put("ROLE", roles.get(i));
        its.keep(own);
        start(its);
      }
    }
  }

  private void start(NodeFolder its) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(OWN_SESSION)) {
      words.add(OWN_SESSION.toString()); // Ctrl-C at the terminal must not reach it
    }
    words.addAll(command);
    words.addAll(List.of("serve", "--data-dir", its.data().toString()));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeAll(NodeEnvironment.NAMES);
    builder.environment().putAll(its.environment());
    builder.environment().put(NodeOption.LOG_FILE.name(), its.log().toString());
    // What Java itself says, and why it did not start; the node keeps the file small.
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(its.log().toFile()));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      its.runs(process.toHandle());
    } catch (IOException e) {
      throw new ConfigurationInvalid("cannot start a node: " + e.getMessage(), e);
    }
  }

  @Override
  public void stop(String node) {
    require(node).running().ifPresent(handle -> end(node, handle));
  }

  private static void end(String node, ProcessHandle handle) {
    handle.destroy();
    try {
      if (!LivingProcess.endsWithin(GRACE, handle)) {
        throw new ConfigurationInvalid(
            "node %s (process %d) did not end within %d s; it still lets its runs end, or hangs: kill -9 %d"
                .formatted(node, handle.pid(), GRACE.toSeconds(), handle.pid()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void restart(String node) {
    stop(node);
    start(require(node));
  }

  /** The program is that of the command that restarts it. */
  @Override
  public void update(String node) {
    restart(node);
  }

  @Override
  public void log(String node, int lines, Consumer<String> sink) {
    LogTail.last(require(node).log(), lines).forEach(sink);
  }

  @Override
  public void follow(String node, int lines, Consumer<String> sink) {
    LogTail.follow(require(node).log(), lines, sink);
  }

  /** What the log of a node that did not start says last. */
  public Optional<String> lastWords(String node) {
    List<String> last = LogTail.last(require(node).log(), 1);
    return last.stream().findFirst();
  }
}
