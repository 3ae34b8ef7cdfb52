package dev.tributary.server.web;

/** Who asks. */
final class Caller {
  private Caller() {}

  /** For logs and records. */
  static String name() {
    return "api";
  }
}
