package dev.tributary.server.doctor;

import dev.tributary.server.connection.ConnectionSelector;
import dev.tributary.server.connection.Selection;
import dev.tributary.server.connection.Way;
import java.util.List;
import java.util.stream.Collectors;

/** Which of the ways to the database is open from here, and why it is not a better one. */
record WayChecks(ConnectionSelector selector) {
  private static final String CHECK = "way";

  /** One finding; none where there is no network in between. */
  List<Finding> of(List<Way> ways) {
    return ways.isEmpty() ? List.of() : List.of(finding(selector.select(ways)));
  }

  private static Finding finding(Selection selection) {
    String said =
        selection.findings().stream().map(Object::toString).collect(Collectors.joining("; "));
    if (selection.chosen().isEmpty()) {
      return Finding.failure(CHECK, said, "see which of them a firewall or a missing route closes");
    }
    return selection
        .remedy()
        .map(remedy -> Finding.warning(CHECK, said, remedy))
        .orElse(Finding.ok(CHECK, said));
  }
}
