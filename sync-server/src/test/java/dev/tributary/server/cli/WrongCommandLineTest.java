package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WrongCommandLineTest {

  @Test
  void misspeltOptionIsNamedWithTheOneThatIsMeant() {
    assertThat(wrong("sync", "--sorce", "webui.db", "--client", "acme"))
        .contains("'--sorce'")
        .contains("--source");
  }

  @Test
  void misspeltCommandIsNamedWithTheOneThatIsMeant() {
    CommandRun aProcess = CommandRun.of("synk");
    assertThat(firstLine(aProcess)).contains("'synk'").contains("tributary sync");
  }

  @Test
  void swappedLettersAreSeenInCommandsTheirCommandsAndOptions() {
    assertThat(wrong("snyc")).endsWith("'snyc'. Did you mean 'tributary sync'?");
    assertThat(wrong("client", "regsiter", "--client", "acme"))
        .endsWith(". Did you mean 'tributary client register'?");
    assertThat(wrong("sync", "--sorce", "webui.db", "--client", "acme"))
        .endsWith(". Did you mean '--source'?");
    assertThat(wrong("sync", "--source", "webui.db", "--clinet=acme"))
        .endsWith(". Did you mean '--client'?");
    assertThat(wrong("cluster", "STATUS")).endsWith(". Did you mean 'tributary cluster status'?");
  }

  @Test
  void aBeginningIsCompleted() {
    assertThat(wrong("conf")).endsWith(". Did you mean 'tributary conflicts'?");
    assertThat(wrong("client", "re", "--client", "acme"))
        .endsWith(
            ". Did you mean 'tributary client register' or 'tributary client restore'"
                + " or 'tributary client rename'?");
  }

  @Test
  void aCommandThatHelpDoesNotKnowIsNamedWithTheOneThatIsMeant() {
    assertThat(wrong("help", "snyc")).endsWith("'snyc'. Did you mean 'tributary sync'?");
  }

  @Test
  void anOptionBeforeItsCommandIsToldWhereItBelongs() {
    assertThat(wrong("quarantine", "--client", "acme", "list"))
        .contains("'--client'")
        .endsWith(". Options come after the command: one of list, show, retry");
  }

  @Test
  void aValueThatBeginsWithAnAtSignIsNoFileOfArguments(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("words"), "--help");
    assertThat(wrong("plan", "--source", "webui.db", "@" + file)).contains("'@" + file + "'");
  }

  @Test
  void nothingIsSuggestedForWhatIsFarOffOrHidden() {
    for (String far : List.of("replicate", "x", "", "--", "webui.db", "prepar", "demo-ap")) {
      assertThat(wrong(far)).as(far).doesNotContain("Did you mean");
    }
    assertThat(wrong("plan", "--source", "f", "--zzzzzz")).doesNotContain("Did you mean");
  }

  @Test
  void missingCommandListsTheCommandsButNotTheHiddenOnes() {
    assertThat(wrong()).contains("sync, plan, verify").doesNotContain("demo-app");
  }

  @Test
  void missingOptionIsNamed() {
    assertThat(wrong("plan")).contains("--source");
  }

  @Test
  void badClientNameIsNamedWithTheRule() {
    assertThat(wrong("sync", "--source", "webui.db", "--client", "../Etc"))
        .contains("'--client'")
        .contains("../Etc")
        .contains("[a-z0-9]");
  }

  @Test
  void badClusterNameIsNamed() {
    assertThat(wrong("restore", "--client", "acme", "--to", "x.db", "--cluster", "a b"))
        .contains("'--cluster'")
        .contains("'a b'");
  }

  @Test
  void unknownTypeIsNamedWithTheKnownOnes() {
    assertThat(wrong("plan", "--source", "webui.db", "--as", "chat.id=uuid"))
        .contains("'--as'")
        .contains("'uuid'")
        .contains("timestamptz:ms");
  }

  @Test
  void typeWithoutColumnIsRefused() {
    assertThat(wrong("plan", "--source", "webui.db", "--as", "id=text")).contains("'id'");
  }

  @Test
  void addressOfAnotherDatabaseIsRefusedWithoutRepeatingIt() {
    assertThat(wrong("sync", "--source", "f", "--client", "a", "--target", "mysql://u:geheim@h/d"))
        .contains("'--target'")
        .contains("postgresql://")
        .doesNotContain("geheim");
  }

  @Test
  void passwordInAStrayWordIsNotRepeated() {
    assertThat(wrong("sync", "--source", "f", "--client", "a", "postgresql://u:geheim@h/d"))
        .contains("postgresql://u:***@h/d")
        .doesNotContain("geheim");
  }

  @Test
  void whatIsNoNumberIsToldWithoutWordsOfAProgrammer() {
    assertThat(wrong("state", "put", "k", "1", "--if-version", "x"))
        .endsWith("'x' is not allowed: a whole number, 0 or more");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    for (String[] words :
        List.of(
            new String[] {"client", "jobs", "--limit", "-1"},
            new String[] {"conflicts", "list", "--limit", "0"},
            new String[] {"node", "logs", "n", "--lines", "many"},
            new String[] {"node", "logs", "n", "--lines", "1000000000"},
            new String[] {"state", "watch", "--seconds", "-1"},
            new String[] {"state", "watch", "--seconds", "0"},
            new String[] {"state", "watch", "--count", "0"},
            new String[] {"state", "watch", "--count", "99999999999999999999"},
            new String[] {"state", "put", "k", "1", "--if-version", "-1"},
            new String[] {"state", "delete", "k", "--if-version", "9999999999999999999"},
            new String[] {"db", "purge", "--older-than-days", "-1"},
            new String[] {"db", "purge", "--older-than-days", "0"},
            new String[] {"db", "purge", "--older-than-days", "999999999"})) {
      CommandRun run = CommandHere.bare(words).exits(ExitCode.WRONG_COMMAND_LINE);
      assertThat(run.err()).contains("'%s' is not allowed".formatted(words[words.length - 1]));
    }
  }

  @Test
  void anIntervalOutOfRangeIsRefused() {
    for (String time : List.of("0", "-5", "1w", "0m", "999999999d")) {
      assertThat(wrong("client", "interval", "--client", "acme", "--every", time))
          .contains("'--every'", "'%s' is no interval".formatted(time), "1 s to 24855 d");
      assertThat(wrong("cluster", "deploy", "--wait", time)).contains("'--wait'");
    }
  }

  private static String wrong(String... arguments) {
    return firstLine(CommandHere.bare(arguments));
  }

  private static String firstLine(CommandRun run) {
    run.exits(ExitCode.WRONG_COMMAND_LINE);
    assertThat(run.out()).isEmpty();
    List<String> lines = run.err().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("tributary: ");
    assertThat(lines.get(1)).startsWith("Try 'tributary");
    return lines.get(0);
  }
}
