package dev.tributary.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An example as the prototype's front page prints it. */
record SeedExample(String kind, String title, String text) {

  static List<SeedExample> all() {
    try (InputStream in = SeedExample.class.getResourceAsStream("seed-examples.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<SeedExample> examples = new ArrayList<>();
      for (String part : text.split("(?m)^=== ")) {
        if (!part.startsWith("#")) {
          int space = part.indexOf(' ');
          int line = part.indexOf('\n');
          examples.add(
              new SeedExample(
                  part.substring(0, space),
                  part.substring(space + 1, line),
                  part.substring(line + 1).strip()));
        }
      }
      return examples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For an http example: the part before the answer. */
  String request() {
    return text.substring(0, text.indexOf("\nResponse:")).strip();
  }

  /** For an http example: the answer that is printed. */
  String answer() {
    return text.substring(text.indexOf("Response:") + "Response:".length()).strip();
  }

  @Override
  public String toString() {
    return kind + ": " + title;
  }
}
