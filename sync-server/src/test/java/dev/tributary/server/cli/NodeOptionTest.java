package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Each command asks a node with {@code --node}, or says why it does not; the page says the same.
 */
final class NodeOptionTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");

  private static Map<String, CommandLine> commands() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Map<String, CommandLine> all = WithoutNode.commands(Tributary.commandLine(nowhere, nowhere));
    all.values().removeIf(command -> command.getCommandSpec().usageMessage().hidden());
    return all;
  }

  private static boolean takesNode(CommandLine command) {
    OptionSpec option = command.getCommandSpec().findOption("--node");
    return option != null && !option.hidden();
  }

  @Test
  void noCommandForgetsIt() {
    Map<String, CommandLine> all = commands();
    TreeSet<String> without = new TreeSet<>();
    all.forEach(
        (name, command) -> {
          if (!takesNode(command)) {
            without.add(name);
          }
        });
    assertThat(without)
        .as("a command either has NodeUrlOption or a reason in WithoutNode, not both")
        .isEqualTo(new TreeSet<>(WithoutNode.WHY.keySet()));
    assertThat(all).hasSizeGreaterThan(50);
  }

  @Test
  void whoTriesItIsToldWhyAndWhatToDo() {
    WithoutNode.WHY.forEach(
        (name, why) ->
            assertThat(
                    CommandHere.bare((name + " --node http://localhost:9443").split(" "))
                        .exits(64)
                        .err())
                .as(name)
                .startsWith("tributary: %s takes no --node: %s%n".formatted(name, why)));
    for (String[] odd :
        new String[][] {{"plan", "--node"}, {"plan", "--node=http://localhost:1"}}) {
      assertThat(CommandHere.bare(odd).exits(64).err()).contains("plan takes no --node");
    }
    assertThat(
            CommandHere.bare("sync", "--source", "x.db", "--client", "a", "--node", "http://h:1")
                .exits(64)
                .err())
        .contains("tributary client sync --node URL --client NAME");
  }

  @Test
  void helpAndCompletionDoNotOfferIt() {
    assertThat(CommandHere.bare("plan", "--help").exits(0).out()).doesNotContain("--node");
    assertThat(CommandHere.bare("completion").exits(0).out())
        .contains("--node")
        .doesNotContainPattern("function _picocli_tributary_plan\\(\\) \\{[^}]*--node");
  }

  @Test
  void thePageSaysWhichDo() throws Exception {
    Map<String, Boolean> documented = new TreeMap<>();
    Pattern row = Pattern.compile("\\| (yes|no) \\|([^|]*)\\|.*");
    List<String> lines = Files.readString(PAGE).lines().toList();
    lines.stream()
        .map(row::matcher)
        .filter(matcher -> matcher.matches())
        .forEach(
            matcher ->
                Pattern.compile("`([^`]*)`")
                    .matcher(matcher.group(2))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(name -> documented.put(name, matcher.group(1).equals("yes"))));
    Map<String, Boolean> real = new TreeMap<>();
    commands().forEach((name, command) -> real.put(name, takesNode(command)));
    assertThat(documented).isEqualTo(real);
  }
}
