package dev.tributary.server.config;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of lines {@code NAME=value}, such as a docker/.env: {@code #} begins a comment. */
final class OptionFile {
  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([A-Za-z][A-Za-z0-9_]*)\\s*=\\s*(.*)");

  private OptionFile() {}

  /**
   * @throws ConfigurationInvalid with everything that is wrong, line by line, without the values
   */
  static Map<NodeOption, Told> read(Path file) {
    Map<NodeOption, Told> values = new EnumMap<>(NodeOption.class);
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        String where = file + " line " + number;
        read(text, where, values).ifPresent(problem -> problems.add(where + ": " + problem));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationInvalid(String.join("; ", problems));
    }
    return values;
  }

  private static Optional<String> read(String text, String where, Map<NodeOption, Told> values) {
    Matcher matcher = LINE.matcher(text);
    if (!matcher.matches()) {
      return Optional.of("that is no NAME=value");
    }
    Optional<NodeOption> option = NodeOption.named(matcher.group(1));
    if (option.isEmpty()) {
      return Optional.of(
          "%s is not known; tributary serve --print-config lists what is"
              .formatted(matcher.group(1)));
    }
    Told told = new Told(option.get(), unquoted(matcher.group(2)), where);
    return values.put(option.get(), told) == null
        ? Optional.empty()
        : Optional.of(option.get() + " is there twice");
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "file %s cannot be read: %s".formatted(file, FileTrouble.of(e)), e);
    }
  }
}
