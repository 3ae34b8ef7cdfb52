package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields that docs/cli.md names for each command. Whatever document a test sees has no other
 * one.
 */
final class DocumentedFields {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (.*?) \\| (.*) \\|$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final String FAILURE = "any, on failure";

  /** Whatever is in these is a row of the application, or as it was written. */
  private static final Set<String> FREE =
      Set.of(
          "base_data",
          "source_data",
          "target_data",
          "resolved_data",
          "row_image",
          "details",
          "value",
          "removed");

  private static final Map<String, Set<String>> FIELDS = fields();

  private DocumentedFields() {}

  private static Map<String, Set<String>> fields() {
    try {
      String page = Files.readString(PAGE);
      Map<String, Set<String>> fields = new HashMap<>();
      Matcher row = ROW.matcher(page.substring(page.indexOf("| command | fields |")));
      while (row.find()) {
        Set<String> words = words(row.group(2));
        // "as `sync`": those of another command as well
        Set<String> all = new TreeSet<>(words);
        words.forEach(word -> all.addAll(fields.getOrDefault(word, Set.of())));
        commands(row.group(1)).forEach(command -> fields.put(command, all));
      }
      return fields;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code client register}, {@code start}: both are commands of {@code client}. */
  private static Set<String> commands(String cell) {
    if (cell.equals(FAILURE)) {
      return Set.of(FAILURE);
    }
    String group = words(cell).stream().filter(w -> w.contains(" ")).findFirst().orElse("");
    Set<String> siblings =
        group.isEmpty()
            ? Set.of()
            : WrittenCommand.root()
                .getSubcommands()
                .get(group.substring(0, group.indexOf(' ')))
                .getSubcommands()
                .keySet();
    return words(cell).stream()
        .map(w -> siblings.contains(w) ? group.substring(0, group.indexOf(' ') + 1) + w : w)
        .collect(Collectors.toSet());
  }

  private static Set<String> words(String cell) {
    return CODE.matcher(cell)
        .results()
        .map((MatchResult code) -> code.group(1).replace("[]", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Checks what a command said if it was to be a document, or several. */
  static void check(List<String> words, String out) {
    if (!words.contains("--json") || words.contains("--node") || out.isBlank()) {
      return;
    }
    String command = command(words);
    Set<String> known = new TreeSet<>(FIELDS.get(FAILURE));
    known.addAll(FIELDS.getOrDefault(command, Set.of()));
    Set<String> given = given(out);
    given.removeAll(known);
    assertThat(given).as("fields of %s that docs/cli.md does not name", command).isEmpty();
  }

  private static String command(List<String> words) {
    String second = words.size() > 1 ? words.get(0) + " " + words.get(1) : words.get(0);
    return FIELDS.containsKey(second) ? second : words.get(0);
  }

  private static Set<String> given(String out) {
    try (MappingIterator<JsonNode> documents =
        new ObjectMapper().readerFor(JsonNode.class).readValues(out)) {
      Set<String> given = new TreeSet<>();
      while (documents.hasNext()) {
        add(documents.next(), given);
      }
      return given;
    } catch (IOException e) {
      throw new AssertionError("no JSON document: " + out, e);
    }
  }

  private static void add(JsonNode node, Set<String> fields) {
    if (node.isArray()) {
      node.forEach(element -> add(element, fields));
    }
    node.properties()
        .forEach(
            field -> {
              fields.add(field.getKey());
              if (!FREE.contains(field.getKey())) {
                add(field.getValue(), fields);
              }
            });
  }
}
