package dev.tributary.core;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that a {@link SourceDiscovery} found, or one that it misses.
 *
 * @param client its name, or the one that it would get; it may be none that is allowed
 * @param note what a person should know; empty: nothing
 */
public record DiscoveredSource(Kind kind, String client, Path file, String note) {
  public DiscoveredSource {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(note, "note");
  }

  /** How it stands to the registered clients. */
  public enum Kind {
    /** Nobody's yet; it can be registered. */
    NEW,
    /** A client's, and as it was. */
    KNOWN,
    /** A client's file at another place; the client can follow it. */
    RENAMED,
    /** Another file at a client's place; the next run judges it, and may hold the client. */
    REPLACED,
    /** A client's file is gone; its next run holds it. */
    VANISHED,
    /** Cannot become a client as it is. */
    REFUSED
  }

  /** Whether a person has to look. */
  public boolean waits() {
    return kind == Kind.REPLACED || kind == Kind.VANISHED || kind == Kind.REFUSED;
  }
}
