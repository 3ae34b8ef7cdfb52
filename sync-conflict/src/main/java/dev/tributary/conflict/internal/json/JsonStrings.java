package dev.tributary.conflict.internal.json;

/** Strings of JSON: what their escapes mean, and how to write one. */
final class JsonStrings {
  private JsonStrings() {}

  /**
   * @param text a valid string with its quotes
   */
  static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text.substring(1, text.length() - 1);
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
      } else if (text.charAt(++i) == 'u') {
        plain.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
        i += 4;
      } else {
        plain.append(meant(text.charAt(i)));
      }
    }
    return plain.toString();
  }

  private static char meant(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }

  /** One form for each string, whatever escapes it was written with. */
  static void putCanonical(String plain, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }
}
