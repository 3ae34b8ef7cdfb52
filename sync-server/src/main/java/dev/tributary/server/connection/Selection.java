package dev.tributary.server.connection;

import dev.tributary.api.TargetUnavailable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which way was chosen, and what was found on the way to it.
 *
 * @param chosen empty when none is open
 * @param findings one for each way that was tried, in the order of the tries
 */
public record Selection(Optional<Way> chosen, List<Finding> findings) {
  public Selection {
    Objects.requireNonNull(chosen, "chosen");
    findings = List.copyOf(findings);
  }

  /**
   * The way that is open.
   *
   * @throws TargetUnavailable saying what was found on each way, when none is
   */
  public Way require() {
    return chosen.orElseThrow(
        () ->
            new TargetUnavailable(
                "no way to the database is open from here: "
                    + findings.stream().map(Finding::toString).collect(Collectors.joining("; "))));
  }

  /** What would make a better way possible; empty when the best was taken. */
  public Optional<String> remedy() {
    if (findings.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        switch (findings.get(0).outcome()) {
          case NO_ROUTE, UNKNOWN_NAME ->
              "the direct connection needs IPv6: give this host, and Docker's network, an IPv6"
                  + " address and a route";
          case REFUSED -> "the database refuses connections: is the project paused?";
          case SILENT -> "a firewall, or a router, swallows IPv6 packets to port 5432";
          case OPEN -> "";
        });
  }
}
