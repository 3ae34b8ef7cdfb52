package dev.tributary.server.cli;

import dev.tributary.server.cli.client.ClientCommand;
import dev.tributary.server.cli.cluster.ClusterCommand;
import dev.tributary.server.cli.cluster.NodeCommand;
import dev.tributary.server.cli.database.DbCommand;
import dev.tributary.server.cli.mirror.PlanCommand;
import dev.tributary.server.cli.mirror.RestoreCommand;
import dev.tributary.server.cli.mirror.SyncCommand;
import dev.tributary.server.cli.mirror.VerifyCommand;
import dev.tributary.server.cli.serve.ServeCommand;
import dev.tributary.server.cli.state.StateCommand;
import dev.tributary.server.cli.waiting.WaitingCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * All commands by name. Only the one that is called is built: to build all of them takes longer
 * than most of them take to run.
 */
final class Commands {
  private static final Map<String, Supplier<Object>> ALL = all();

  /** Those that look at the others. */
  private static final Set<String> NEED_ALL = Set.of("completion", "prepare", "help");

  private Commands() {}

  private static Map<String, Supplier<Object>> all() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("sync", SyncCommand::new);
    all.put("plan", PlanCommand::new);
    all.put("verify", VerifyCommand::new);
    all.put("restore", RestoreCommand::new);
    all.put("state", StateCommand::new);
    all.put("serve", ServeCommand::new);
    all.put("token", TokenCommand::new);
    all.put("client", ClientCommand::new);
    all.put("cluster", ClusterCommand::new);
    all.put("node", NodeCommand::new);
    all.put("conflicts", WaitingCommand::conflicts);
    all.put("quarantine", WaitingCommand::quarantine);
    all.put("db", DbCommand::new);
    all.put("doctor", DoctorCommand::new);
    all.put("demo", DemoCommand::new);
    all.put("menu", MenuCommand::new);
    all.put("completion", CompletionCommand::new);
    all.put("demo-app", DemoAppCommand::new);
    all.put("prepare", PrepareCommand::new);
    all.put("help", HelpCommand::new);
    return all;
  }

  /** Adds the command that the arguments call; all, if they call none of them. */
  static void addTo(CommandLine root, String... args) {
    String called = args.length == 0 ? "" : args[0];
    if (ALL.containsKey(called) && !NEED_ALL.contains(called)) {
      root.addSubcommand(called, ALL.get(called).get());
    } else {
      ALL.forEach((name, command) -> root.addSubcommand(name, command.get()));
    }
  }
}
