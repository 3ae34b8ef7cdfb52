package dev.tributary.conflict;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.conflict.internal.json.JsonMeaning;
import dev.tributary.conflict.internal.json.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One value of the configuration and where it is. A value of a wrong kind becomes a problem and
 * reads as absent.
 */
record Setting(String path, JsonNode value, Problems problems) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");
  private static final BigDecimal MAX_SECONDS = new BigDecimal("1e9");

  /** The members of an object by name; of anything else none. */
  Map<String, Setting> members() {
    Map<String, Setting> found = new LinkedHashMap<>();
    if (!(value instanceof JsonNode.Members object)) {
      return wrong("an object", found);
    }
    for (JsonNode.Member member : object.members()) {
      Setting setting = new Setting(at(member.name()), member.value(), problems);
      if (found.putIfAbsent(member.name(), setting) != null) {
        problems.add(setting.path, "is there twice");
      }
    }
    return found;
  }

  /** As {@link #members()}, but each name must be one of these. */
  Map<String, Setting> members(List<String> known) {
    Map<String, Setting> found = members();
    for (Map.Entry<String, Setting> member : found.entrySet()) {
      if (!known.contains(member.getKey())) {
        problems.add(
            member.getValue().path,
            "unknown key%s (known: %s)"
                .formatted(Problems.nearest(member.getKey(), known), String.join(", ", known)));
      }
    }
    return found;
  }

  private String at(String name) {
    return name.matches("[A-Za-z0-9_*-]+(\\.[A-Za-z0-9_*-]+)*")
        ? path + "." + name
        : path + "['" + name + "']";
  }

  Optional<String> text() {
    Optional<String> text = JsonNode.string(value);
    return text.isPresent() ? text : wrong("text", Optional.empty());
  }

  Optional<Boolean> flag() {
    return value instanceof JsonNode.Scalar scalar && scalar.kind() == JsonNode.Kind.BOOLEAN
        ? Optional.of(scalar.text().equals("true"))
        : wrong("true or false", Optional.empty());
  }

  /** One of a few words. */
  <T> Optional<T> choice(T[] choices, Function<T, String> word) {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> chosen =
        Arrays.stream(choices).filter(choice -> word.apply(choice).equals(text.get())).findFirst();
    if (chosen.isEmpty()) {
      List<String> words = Arrays.stream(choices).map(word).toList();
      problems.add(
          path,
          "'%s' is not known%s (one of %s)"
              .formatted(
                  text.get(),
                  Problems.nearest(text.get(), words),
                  words.stream().collect(Collectors.joining(", "))));
    }
    return chosen;
  }

  /** A number of seconds, or text such as 5s, 500ms, 2m. */
  Optional<Duration> duration() {
    Optional<Duration> read =
        JsonNode.string(value).map(Setting::duration).orElseGet(this::seconds);
    return read.isPresent()
        ? read
        : wrong("seconds, or text such as \"5s\" or \"500ms\"", Optional.empty());
  }

  private Optional<Duration> seconds() {
    return value instanceof JsonNode.Scalar scalar && scalar.kind() == JsonNode.Kind.NUMBER
        ? JsonMeaning.number(scalar.text())
            .filter(n -> n.signum() >= 0 && n.compareTo(MAX_SECONDS) < 0)
            .map(n -> Duration.ofNanos(n.movePointRight(EpochUnit.S.zeros()).longValue()))
        : Optional.empty();
  }

  private static Optional<Duration> duration(String text) {
    Matcher parts = DURATION.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(parts.group(1));
    return Optional.of(
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        });
  }

  /** Names separated by dots. */
  Optional<List<String>> names() {
    return text()
        .flatMap(
            text -> {
              List<String> names = List.of(text.split("\\.", -1));
              return names.contains("")
                  ? wrong("names separated by dots", Optional.empty())
                  : Optional.of(names);
            });
  }

  boolean isText() {
    return JsonNode.string(value).isPresent();
  }

  private <T> T wrong(String wanted, T absent) {
    problems.add(path, "must be " + wanted + ", but is " + kind());
    return absent;
  }

  private String kind() {
    if (value instanceof JsonNode.Members) {
      return "an object";
    }
    if (value instanceof JsonNode.Array) {
      return "an array";
    }
    JsonNode.Scalar scalar = (JsonNode.Scalar) value;
    return switch (scalar.kind()) {
      case STRING -> "the text " + scalar.text();
      case NUMBER -> "the number " + scalar.text();
      default -> scalar.text();
    };
  }

  /** The root of a configuration. */
  static Setting root(JsonNode value, Problems problems) {
    return new Setting("$", value, problems);
  }

  /** For a text that is no JSON at all. */
  static ConfigurationInvalid noJson(String why) {
    return new ConfigurationInvalid("the conflict configuration is no JSON: " + why);
  }
}
