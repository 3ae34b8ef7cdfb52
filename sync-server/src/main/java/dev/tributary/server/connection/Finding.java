package dev.tributary.server.connection;

import java.util.Objects;

/**
 * What happened when a way was tried.
 *
 * @param detail in words: which protocol, or what went wrong
 */
public record Finding(Way way, Outcome outcome, String detail) {
  public Finding {
    Objects.requireNonNull(way, "way");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(detail, "detail");
  }

  /** How a try ends. */
  public enum Outcome {
    /** Somebody listens. */
    OPEN,
    /** The name has no address. */
    UNKNOWN_NAME,
    /** This host has no way to the address, such as one without IPv6. */
    NO_ROUTE,
    /** Nobody listens there. */
    REFUSED,
    /** No answer in time: mostly a firewall. */
    SILENT
  }

  public boolean isOpen() {
    return outcome == Outcome.OPEN;
  }

  @Override
  public String toString() {
    return way + ": " + detail;
  }
}
