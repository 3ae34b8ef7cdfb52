package dev.tributary.api;

import java.util.Optional;

/** Whether a text is JSON as RFC 8259 has it. Reads once, keeps nothing. */
final class JsonSyntax {
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int at;

  private JsonSyntax(String text) {
    this.text = text;
  }

  /** What is wrong first, and where; empty when all is well. */
  static Optional<String> firstFault(String text) {
    try {
      JsonSyntax syntax = new JsonSyntax(text);
      syntax.value(0);
      syntax.space();
      return syntax.at == text.length() ? Optional.empty() : Optional.of(syntax.unexpected());
    } catch (Fault e) {
      return Optional.of(e.getMessage());
    }
  }

  private void value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new Fault("nested deeper than " + MAX_DEPTH);
    }
    space();
    switch (peek()) {
      case '{' -> list('}', depth, true);
      case '[' -> list(']', depth, false);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void list(char end, int depth, boolean named) {
    at++;
    space();
    if (peek() == end) {
      at++;
      return;
    }
    while (true) {
      if (named) {
        space();
        string();
        space();
        take(':');
      }
      value(depth + 1);
      space();
      if (peek() != ',') {
        take(end);
        return;
      }
      at++;
    }
  }

  private void string() {
    take('"');
    while (peek() != '"') {
      char c = peek();
      if (c < ' ' || isLone(c)) {
        throw new Fault(unexpected());
      }
      at += c == '\\' ? escapeLength() : Character.isHighSurrogate(c) ? 2 : 1;
    }
    at++;
  }

  /** Half a character cannot be written in UTF-8. */
  private boolean isLone(char c) {
    boolean pair =
        Character.isHighSurrogate(c)
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1));
    return Character.isSurrogate(c) && !pair;
  }

  private int escapeLength() {
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (kind == 'u' && at + 6 <= text.length()) {
      if (text.substring(at + 2, at + 6).matches("[0-9a-fA-F]{4}")) {
        return 6;
      }
    } else if ("\"\\/bfnrt".indexOf(kind) >= 0) {
      return 2;
    }
    throw new Fault(unexpected());
  }

  private void number() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == from) {
      throw new Fault(unexpected());
    }
  }

  private void word(String word) {
    if (!text.startsWith(word, at)) {
      throw new Fault(unexpected());
    }
    at += word.length();
  }

  private void take(char wanted) {
    if (peek() != wanted) {
      throw new Fault(unexpected());
    }
    at++;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The next character; NUL, which JSON never has, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private String unexpected() {
    return at < text.length()
        ? "character %d is not expected there".formatted(at + 1)
        : "it ends too early";
  }

  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message, null, false, false);
    }
  }
}
