package dev.tributary.server.web;

import dev.tributary.server.web.problem.BadRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths in requests. */
final class Paths {
  private static final String WAY_OUT =
      "Use a path that begins with / and has neither .. nor control characters.";

  private Paths() {}

  static Path absolute(String field, String text) {
    try {
      Path path = Path.of(text);
      if (!path.isAbsolute()
          || !path.normalize().equals(path)
          || text.chars().anyMatch(Character::isISOControl)) {
        throw wrong(field, text);
      }
      return path;
    } catch (InvalidPathException e) {
      throw wrong(field, text);
    }
  }

  private static BadRequest wrong(String field, String text) {
    return new BadRequest(field, text, "field '%s' is no absolute path".formatted(field), WAY_OUT);
  }
}
