package dev.tributary.server.cli;

/** Who acts, for the audit log: the user of this machine. */
final class Actor {
  static final String NAME = "cli:" + System.getProperty("user.name", "unknown");

  private Actor() {}
}
