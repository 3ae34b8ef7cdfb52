package dev.tributary.conflict.internal.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a text that is one JSON value (RFC 8259), strictly. Values deeper than {@value #DEPTH} are
 * not read: whoever reads on calls itself once a level.
 */
public final class JsonReader {
  static final int DEPTH = 400;
  private static final String HEX = "0123456789abcdefABCDEF";

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Empty: the text is no JSON, or too deep. */
  public static Optional<JsonNode> read(String text) {
    try {
      return Optional.of(new JsonReader(text).whole());
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  /** Why and where a text is no JSON; empty when it is. */
  public static Optional<String> problem(String text) {
    JsonReader reader = new JsonReader(text);
    try {
      reader.whole();
      return Optional.empty();
    } catch (Malformed e) {
      long line = 1 + text.chars().limit(reader.at).filter(c -> c == '\n').count();
      int column = reader.at - text.lastIndexOf('\n', Math.max(0, reader.at - 1));
      return Optional.of("%s in line %d, column %d".formatted(e.getMessage(), line, column));
    }
  }

  private JsonNode whole() {
    blanks();
    JsonNode node = value();
    blanks();
    if (at < text.length()) {
      throw new Malformed("nothing may follow the value");
    }
    return node;
  }

  private JsonNode value() {
    switch (peek()) {
      case '{':
        return members();
      case '[':
        return array();
      case '"':
        return new JsonNode.Scalar(JsonNode.Kind.STRING, string());
      case 't':
        return literal("true", JsonNode.Kind.BOOLEAN);
      case 'f':
        return literal("false", JsonNode.Kind.BOOLEAN);
      case 'n':
        return literal("null", JsonNode.Kind.NULL);
      default:
        return number();
    }
  }

  private JsonNode members() {
    int start = open();
    List<JsonNode.Member> members = new ArrayList<>();
    int chunk = at;
    blanks();
    if (peek() != '}') {
      do {
        members.add(member(chunk));
        chunk = at + 1;
      } while (more('}'));
    }
    return new JsonNode.Members(members, close(start));
  }

  private JsonNode.Member member(int chunk) {
    blanks();
    if (peek() != '"') {
      throw new Malformed("a name in quotes is missing");
    }
    String name = string();
    blanks();
    if (peek() != ':') {
      throw new Malformed("a colon is missing");
    }
    at++;
    blanks();
    int from = at;
    JsonNode value = value();
    int to = at;
    blanks();
    return new JsonNode.Member(
        JsonStrings.unescaped(name), text.substring(chunk, from), value, text.substring(to, at));
  }

  private JsonNode array() {
    int start = open();
    List<JsonNode.Element> elements = new ArrayList<>();
    int chunk = at;
    blanks();
    if (peek() != ']') {
      do {
        elements.add(element(chunk));
        chunk = at + 1;
      } while (more(']'));
    }
    return new JsonNode.Array(elements, close(start));
  }

  private JsonNode.Element element(int chunk) {
    blanks();
    int from = at;
    JsonNode value = value();
    int to = at;
    blanks();
    return new JsonNode.Element(text.substring(chunk, from), value, text.substring(to, at));
  }

  private int open() {
    if (++depth > DEPTH) {
      throw new Malformed("it is nested too deeply");
    }
    return at++;
  }

  private String close(int start) {
    depth--;
    return text.substring(start, ++at);
  }

  /** At a comma: goes on behind it. At the end of the list: stays before it. */
  private boolean more(char end) {
    char c = peek();
    if (c == ',') {
      at++;
      return true;
    }
    if (c != end) {
      throw new Malformed("a comma or %s is missing".formatted(end));
    }
    return false;
  }

  private String string() {
    int start = at++;
    for (char c = peek(); c != '"'; c = peek()) {
      if (c < ' ') {
        throw new Malformed("a control character in a string");
      }
      at += c == '\\' ? escape() : 1;
    }
    return text.substring(start, ++at);
  }

  /** How long the escape is. */
  private int escape() {
    char c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if ("\"\\/bfnrt".indexOf(c) >= 0) {
      return 2;
    }
    boolean hex = c == 'u' && at + 6 <= text.length();
    for (int i = at + 2; hex && i < at + 6; i++) {
      hex = HEX.indexOf(text.charAt(i)) >= 0;
    }
    if (!hex) {
      throw new Malformed("an unknown escape");
    }
    return 6;
  }

  private JsonNode literal(String word, JsonNode.Kind kind) {
    if (!text.startsWith(word, at)) {
      throw new Malformed("an unknown word");
    }
    at += word.length();
    return new JsonNode.Scalar(kind, word);
  }

  private JsonNode number() {
    int start = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    if (skip('.')) {
      digits();
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
    return new JsonNode.Scalar(JsonNode.Kind.NUMBER, text.substring(start, at));
  }

  private boolean skip(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw new Malformed("a value is missing");
    }
  }

  private void blanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw new Malformed("the text ends too early");
    }
    return text.charAt(at);
  }

  /** Ends reading; never leaves this class. */
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why, null, false, false);
    }
  }
}
