package dev.tributary.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Commands that ask no node: each says why, and what to do instead, to who tries. */
final class WithoutNode {
  private static final String NODE = "--node";
  private static final String NOBODY = "it asks nobody, neither a node nor a database";
  private static final String EMBEDDED = "it is about the embedded PostgreSQL of this machine";
  private static final String ADMINISTRATOR =
      "it is an administrator's work on the database itself, which --target names";
  private static final String THIS_HOST =
      "it reaches nodes of this host by their processes; ask a node with: tributary cluster status"
          + " --node URL";

  /** By the command as it is typed. */
  static final Map<String, String> WHY = why();

  private WithoutNode() {}

  private static Map<String, String> why() {
    Map<String, String> why = new TreeMap<>();
    why.put(
        "sync",
        "it reads a file of this machine, which a node may not see; register the file where the"
            + " nodes see it, then: tributary client sync --node URL --client NAME");
    why.put("plan", "it reads a file of this machine, and nothing else");
    why.put("serve", "it is a node itself; how one is: tributary cluster status --node URL");
    why.put("token", "it only draws one; put its line into TOKENS_FILE of each node");
    why.put(
        "client discover",
        "it looks for files of this machine; a node finds those that it sees by DISCOVER_SOURCES");
    why.put("cluster deploy", "it starts nodes on this host, for the database that --target names");
    for (String act : new String[] {"status", "logs", "restart", "stop", "update"}) {
      why.put("node " + act, THIS_HOST);
    }
    for (String act : new String[] {"install", "status", "upgrade", "role", "purge"}) {
      why.put("db " + act, ADMINISTRATOR);
    }
    why.put("db connection", "it tries the ways from this machine to the database");
    for (String act : new String[] {"start", "stop", "url"}) {
      why.put("db " + act, EMBEDDED);
    }
    why.put("doctor", "it looks from this machine; how a node is, its /health says");
    why.put("demo", "it starts nodes of its own");
    why.put("completion", NOBODY);
    why.put("help", NOBODY);
    return why;
  }

  /** All commands that do something, by the words that call them. */
  static Map<String, CommandLine> commands(CommandLine root) {
    Map<String, CommandLine> all = new LinkedHashMap<>();
    root.getSubcommands().forEach((name, command) -> collect(name, command, all));
    return all;
  }

  private static void collect(String name, CommandLine command, Map<String, CommandLine> into) {
    if (command.getSubcommands().isEmpty()) {
      into.put(name, command);
    }
    command.getSubcommands().forEach((word, its) -> collect(name + " " + word, its, into));
  }

  static void refuseIn(CommandLine root) {
    commands(root)
        .forEach(
            (name, command) ->
                Optional.ofNullable(WHY.get(name))
                    .ifPresent(why -> refuse(command.getCommandSpec(), name, why)));
  }

  private static void refuse(CommandSpec command, String name, String why) {
    command.addOption(
        OptionSpec.builder(NODE)
            .arity("0..1")
            .fallbackValue("")
            .type(String.class)
            .hidden(true)
            .setter(
                new CommandLine.Model.ISetter() {
                  @Override
                  public <T> T set(T given) {
                    if (given != null) { // null is how the parser begins
                      throw new ParameterException(
                          command.commandLine(), "%s takes no %s: %s".formatted(name, NODE, why));
                    }
                    return given;
                  }
                })
            .build());
  }
}
