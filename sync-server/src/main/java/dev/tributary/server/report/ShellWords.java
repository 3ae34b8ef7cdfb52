package dev.tributary.server.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words of a command as they are pasted into bash or zsh: each stays one word, as it is. */
public final class ShellWords {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*");

  private ShellWords() {}

  /** With a space between them. */
  public static String of(String... words) {
    return Arrays.stream(words).map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    if (PLAIN.matcher(word).matches()) {
      return word;
    } else if (Printable.of(word).equals(word)) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
    return "$'" + octal(word) + "'";
  }

  /** What a terminal would obey cannot be shown as it is: bytes by their numbers. */
  private static String octal(String word) {
    StringBuilder text = new StringBuilder();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = PLAIN.matcher(String.valueOf((char) b)).matches();
      text.append(plain ? String.valueOf((char) b) : "\\%03o".formatted(b & 0xff));
    }
    return text.toString();
  }
}
