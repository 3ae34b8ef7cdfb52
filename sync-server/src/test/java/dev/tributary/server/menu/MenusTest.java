package dev.tributary.server.menu;

import static dev.tributary.server.menu.ScriptedScreen.GIVES_UP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which command each number stands for, and what is asked before it. */
final class MenusTest {
  private static final String DATA =
      "? Delete its data in PostgreSQL as well (needs an administrator)? [y/N]:";

  private ScriptedScreen screen = ScriptedScreen.types();
  private WrittenCommands commands = WrittenCommands.onTheHost();

  /** What runs when these answers are given from the main menu on; then the person gives up. */
  private List<String> typed(String... answers) {
    screen = ScriptedScreen.types(answers);
    int before = commands.ran().size();
    new Menus(screen, commands).open();
    return commands.ran().subList(before, commands.ran().size());
  }

  /** In the menu for the sync of client acme. */
  private List<String> client(String... answers) {
    return below(new String[] {"3", "3", "8"}, answers);
  }

  /** In the menu of node a. */
  private List<String> node(String... answers) {
    return below(new String[] {"4", "3"}, answers);
  }

  private List<String> below(String[] path, String... answers) {
    String[] all = new String[path.length + answers.length];
    System.arraycopy(path, 0, all, 0, path.length);
    System.arraycopy(answers, 0, all, path.length, answers.length);
    return typed(all);
  }

  @Test
  void eachItemOfAClientIsACommand() {
    assertThat(client("1", "/a b.db", ""))
        .containsExactly(of("register --source /a b.db --interval 300 --start"));
    assertThat(client("1", "/a.db", "1h"))
        .containsExactly(of("register --source /a.db --interval 1h --start"));
    assertThat(client("2")).containsExactly(of("start"));
    assertThat(client("3")).containsExactly(of("pause"));
    assertThat(client("4")).containsExactly(of("sync --triggered-by manual-console --full"));
    assertThat(client("5")).containsExactly(of("sync --triggered-by manual-console"));
    assertThat(client("6")).containsExactly(of("status"));
    assertThat(client("7")).containsExactly(of("jobs --limit 10"));
    assertThat(client("8", "")).containsExactly(of("deregister"));
    assertThat(client("8", "n")).containsExactly(of("deregister"));
    assertThat(client("8", " Y ")).containsExactly(of("deregister --drop-schema"));
    assertThat(client("9")).isEmpty();
    assertThat(screen.lines()).contains("page: # The command line");
    assertThat(client("10", "9", "5", "5")).isEmpty();
    assertThat(screen.titles())
        .containsExactly(
            "Tributary",
            "Deployments",
            "acme [CLIENT]",
            "Sync Management: acme",
            "acme [CLIENT]",
            "Deployments",
            "Tributary");
  }

  private static String of(String command) {
    String[] words = command.split(" ", 2);
    return "client " + words[0] + " --client acme" + (words.length > 1 ? " " + words[1] : "");
  }

  @Test
  void eachItemOfANodeIsACommand() {
    assertThat(node("1")).containsExactly("cluster status");
    assertThat(node("2")).containsExactly("node status h-node-a");
    assertThat(node("3")).containsExactly("node logs h-node-a --lines 50");
    assertThat(node("4")).containsExactly("node logs h-node-a --follow");
    assertThat(node("5")).containsExactly("node restart h-node-a", "node status h-node-a");
    assertThat(node("6", "stop")).containsExactly("node stop h-node-a");
    assertThat(screen.lines())
        .contains("h-node-a leads the cluster: the other node takes over, if one runs.");
    assertThat(node("7", "Y")).containsExactly("node update h-node-a");
    assertThat(typed("3", "2", "6", "stop")).containsExactly("node stop h-node-b");
    assertThat(screen.lines())
        .contains(
            "h-node-b does not lead; while it is stopped, nothing takes over when the leader ends.");
    assertThat(node("8", "7", "5")).isEmpty();
    assertThat(screen.titles())
        .containsExactly(
            "Tributary",
            "Manage Sync Cluster",
            "h-node-a [SYNC NODE]",
            "Manage Sync Cluster",
            "Tributary");
  }

  @Test
  void eachItemOfTheClusterIsACommand() {
    assertThat(typed("4", "1")).containsExactly("cluster deploy");
    assertThat(typed("4", "2")).containsExactly("cluster status");
    assertThat(typed("4", "3", "2")).containsExactly("node status h-node-a");
    assertThat(typed("4", "4", "2")).containsExactly("node status h-node-b");
    assertThat(typed("4", "5")).containsExactly("cluster deregister");
    assertThat(typed("4", "6", "1", "2", "3", "4")).isEmpty();
    assertThat(screen.lines())
        .contains("page: # Tributary", "page: # Architecture")
        .anyMatch(line -> line.startsWith("page: # Operat"));
    assertThat(screen.titles())
        .endsWith("Help (Documentation)", "Manage Sync Cluster", "Tributary");
  }

  @Test
  void whoGivesUpChangesNothingAtAnyQuestion() {
    assertThat(client("1", "")).isEmpty();
    assertThat(client("1", GIVES_UP)).isEmpty();
    assertThat(client("1", "/a.db", GIVES_UP)).isEmpty();
    assertThat(screen.lines()).contains("Nothing was changed.");
    assertThat(client("8", GIVES_UP)).isEmpty();
    assertThat(client("8", "acme")).isEmpty();
    assertThat(screen.lines()).contains(DATA, "Nothing was changed.");
    assertThat(node("6", GIVES_UP)).isEmpty();
    assertThat(node("6", "")).isEmpty();
    assertThat(node("6", "STOP")).isEmpty();
    assertThat(screen.lines()).contains("Nothing was changed.");
    assertThat(node("7", "")).isEmpty();
    assertThat(node("7", "no")).isEmpty();
    assertThat(node("7", GIVES_UP)).isEmpty();
    assertThat(typed("3", "4", "")).isEmpty();
    assertThat(typed("3", "4", GIVES_UP)).isEmpty();
    assertThat(screen.lines()).contains("Nothing was changed.");
  }

  @Test
  void whatIsNoNumberOfTheMenuIsRefusedAndTheMenuStays() {
    assertThat(typed("0", "1", "-4", "x", "4 2", "")).isEmpty();
    assertThat(screen.lines())
        .contains(
            "'0' is not an item of this menu; type one of its numbers.",
            "'4 2' is not an item of this menu; type one of its numbers.",
            "Type the number of an item.");
    assertThat(screen.titles()).containsOnly("Tributary").hasSize(7);
  }

  @Test
  void aNameThatNoClientCanHaveIsRefusedWithTheRule() {
    assertThat(typed("3", "4", "../Etc")).isEmpty();
    assertThat(screen.lines())
        .anyMatch(line -> line.contains("'../Etc'") && line.contains("[a-z0-9]"));
    assertThat(typed("3", "4", " shop ", "8", "6")).containsExactly("client status --client shop");
  }

  @Test
  void overTheNetworkNobodyIsAskedAboutWhatNeedsTheHost() {
    commands = WrittenCommands.overTheNetwork();
    for (String item : List.of("4", "5", "6", "7")) {
      assertThat(node(item)).isEmpty();
      assertThat(screen.lines())
          .as(item)
          .anyMatch(line -> line.startsWith("node ") && line.endsWith(" needs the host"))
          .noneMatch(line -> line.contains("confirm") || line.contains("now?"));
    }
  }

  @Test
  void withoutADatabaseNothingIsClaimed() {
    commands = WrittenCommands.withoutDatabase();
    typed("3");
    assertThat(screen.lines()).contains("  1) A client that is not in the list");
    assertThat(screen.lines()).noneMatch(line -> line.contains("it is away"));
    typed("4", "3");
    assertThat(screen.lines()).noneMatch(line -> line.contains("No node of this cluster"));
  }

  @Test
  void anAmbiguousOrUnknownNodeIsNotGuessed() {
    commands = WrittenCommands.withNodes("x-node-a", "y-node-a");
    assertThat(typed("4", "3", "6", "stop")).isEmpty();
    assertThat(screen.lines())
        .anyMatch(line -> line.startsWith("More than one node of this cluster"));
    typed("4", "4");
    assertThat(screen.lines())
        .anyMatch(line -> line.startsWith("No node of this cluster has a name"));
  }

  @Test
  void aNarrowTerminalHasTheNotesBelowAndALowOneHasNone() {
    assertThat(itemsIn(80, 24))
        .contains("  5) Manual Sync (Incremental) - One-time recent changes sync");
    assertThat(itemsIn(40, 50))
        .containsSequence("  5) Manual Sync (Incremental)", "     One-time recent changes sync");
    assertThat(itemsIn(40, 24))
        .containsSequence("  5) Manual Sync (Incremental)", "  6) View Sync Status");
  }

  private List<String> itemsIn(int columns, int rows) {
    screen = new ScriptedScreen(new Screen.Room(columns, rows), "4", "3", "8", "7", "3", "3", "8");
    new Menus(screen, commands).open();
    List<String> items = screen.lines().stream().filter(line -> line.startsWith("  ")).toList();
    assertThat(items).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    return items;
  }

  @Test
  void aPageIsFoldedAtSpaces() {
    assertThat(FoldedText.of(List.of("one two three", "", "abcdefghij", "  four five"), 7))
        .containsExactly("one two", "three", "", "abcdefg", "hij", "  four", "five");
  }
}
