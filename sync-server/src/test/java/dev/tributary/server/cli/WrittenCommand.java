package dev.tributary.server.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * A command as a page, a message or a script writes it.
 *
 * @param meant the command, and those that stand beside it: {@code client start | pause}
 * @param rest the words behind them
 */
record WrittenCommand(List<CommandLine> meant, List<String> rest) {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");
  // It takes long to make.
  private static final CommandLine ROOT = root();
  private static final Pattern BEHIND = Pattern.compile("\\s+(#|\\d*>|&&|2>).*");

  /** Empty where the first word is no command: then it is prose. */
  static Optional<WrittenCommand> of(String text) {
    List<String> words = words(text);
    CommandLine command = ROOT;
    int depth = 0;
    while (!words.isEmpty() && command.getSubcommands().containsKey(words.get(0))) {
      command = command.getSubcommands().get(words.remove(0));
      depth++;
    }
    if (depth == 0) {
      return Optional.empty();
    }
    List<CommandLine> meant = new ArrayList<>(List.of(command));
    while (depth == 2 && words.size() > 1 && words.get(0).equals("|")) {
      words.remove(0);
      CommandLine beside = command.getParent().getSubcommands().get(words.get(0));
      if (beside == null) {
        break;
      }
      meant.add(beside);
      words.remove(0);
    }
    return Optional.of(new WrittenCommand(meant, words));
  }

  /** Of its own, with which lines may be parsed. */
  static CommandLine root() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Tributary.commandLine(nowhere, nowhere);
  }

  /** As a shell splits them, without what it keeps for itself. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(BEHIND.matcher(line).replaceFirst(""));
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          words.add(matcher.group(group));
        }
      }
    }
    return words;
  }

  /** Options that none of the commands has; a word behind a group that is none of its commands. */
  List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    for (String word : rest) {
      String option = word.replaceFirst("[^-a-z].*", "");
      if (word.startsWith("--") && meant.stream().noneMatch(command -> has(command, option))) {
        unknown.add(option);
      }
    }
    boolean group = !meant.get(0).getSubcommands().isEmpty();
    if (group && !rest.isEmpty() && rest.get(0).matches("[a-z]+")) {
      unknown.add(rest.get(0));
    }
    return unknown;
  }

  private static boolean has(CommandLine command, String option) {
    return command.getCommandSpec().findOption(option) != null;
  }
}
