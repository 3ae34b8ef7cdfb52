package dev.tributary.server.cli.option;

/** Who acts, for the audit log: the user of this machine. */
public final class Actor {
  public static final String NAME = "cli:" + System.getProperty("user.name", "unknown");

  private Actor() {}
}
