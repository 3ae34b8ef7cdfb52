package dev.tributary.core.internal.lifecycle;

import dev.tributary.api.ConfigurationInvalid;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a client is named after a path: {@code {1}} is what the first wildcard stands for. */
public final class NameTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{(\\d{1,2})}");

  private final String text;

  /**
   * @throws ConfigurationInvalid when it names a wildcard that the pattern does not have, or none
   */
  public NameTemplate(String text, SourceGlob glob) {
    this.text = text;
    List<Integer> places =
        PLACE.matcher(text).results().map(place -> Integer.parseInt(place.group(1))).toList();
    boolean fits = places.stream().allMatch(place -> place >= 1 && place <= glob.wildcards());
    if (!fits || places.isEmpty() && glob.wildcards() > 0) {
      throw new ConfigurationInvalid(
          ("'%s' is no name for what '%s' matches: write {1} for what its first wildcard stands"
                  + " for; it has %d")
              .formatted(text, glob, glob.wildcards()));
    }
  }

  /** In lower case, with '-' for what no name may have; it may still be none that is allowed. */
  public String name(List<String> parts) {
    Matcher place = PLACE.matcher(text);
    StringBuilder name = new StringBuilder();
    while (place.find()) {
      String part = parts.get(Integer.parseInt(place.group(1)) - 1);
      place.appendReplacement(name, Matcher.quoteReplacement(part));
    }
    place.appendTail(name);
    return name.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
  }
}
