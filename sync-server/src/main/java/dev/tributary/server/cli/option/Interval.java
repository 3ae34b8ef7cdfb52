package dev.tributary.server.cli.option;

import dev.tributary.api.ConfigurationInvalid;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An interval as people write it: 300, 5m, 1h, 1d. */
public record Interval(Duration value) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd]?)");
  private static final Map<String, Integer> SECONDS =
      Map.of("", 1, "s", 1, "m", 60, "h", 3_600, "d", 86_400);

  /**
   * @throws ConfigurationInvalid naming the text and what it may be
   */
  public static Interval of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refused(text);
    }
    long seconds = Long.parseLong(matcher.group(1)) * SECONDS.get(matcher.group(2));
    if (seconds < 1 || seconds > Integer.MAX_VALUE) {
      throw refused(text);
    }
    return new Interval(Duration.ofSeconds(seconds));
  }

  private static ConfigurationInvalid refused(String text) {
    return new ConfigurationInvalid(
        "'%s' is no interval: write seconds, or 5m, 1h, 1d; 1 s to 24855 d".formatted(text));
  }
}
