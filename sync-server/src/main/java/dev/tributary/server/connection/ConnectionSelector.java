package dev.tributary.server.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses the way to a database: the first of its ways that is open. A better way is never passed
 * over because it is slow, only because it is closed.
 */
public final class ConnectionSelector {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Probe probe;

  public ConnectionSelector(Probe probe) {
    this.probe = Objects.requireNonNull(probe, "probe");
  }

  /** Tries with real connections, 5 s for a name and 5 s for a connection. */
  public static ConnectionSelector overSockets() {
    return new ConnectionSelector(Probe.overSockets(LIMIT));
  }

  /**
   * Tries one way after the other until one is open.
   *
   * @param ways the best first
   */
  public Selection select(List<Way> ways) {
    List<Finding> findings = new ArrayList<>();
    for (Way way : ways) {
      Finding finding = probe.tryOut(way);
      findings.add(finding);
      if (finding.isOpen()) {
        return new Selection(Optional.of(way), findings);
      }
    }
    return new Selection(Optional.empty(), findings);
  }
}
