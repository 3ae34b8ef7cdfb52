package dev.tributary.server.web;

import dev.tributary.server.web.problem.BadRequest;

/** How many rows an answer may have. */
final class Limits {
  private Limits() {}

  static int within(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw new BadRequest(
          "limit",
          Integer.toString(limit),
          "limit is out of range",
          "Use a number from 1 to %d.".formatted(most));
    }
    return limit;
  }
}
