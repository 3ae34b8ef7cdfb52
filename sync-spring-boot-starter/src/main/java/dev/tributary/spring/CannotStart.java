package dev.tributary.spring;

/** Why the application does not start, in words for the one who starts it, with the way out. */
final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String wayOut;

  CannotStart(String problem, String wayOut) {
    super(problem);
    this.wayOut = wayOut;
  }

  CannotStart(String problem, String wayOut, Throwable cause) {
    super(problem, cause);
    this.wayOut = wayOut;
  }

  /**
   * A property that has a value that cannot be used.
   *
   * @param problem goes on after "tributary.x of 'value'"
   */
  static CannotStart property(String property, Object value, String problem, String wayOut) {
    return new CannotStart(property + " of '" + value + "' " + problem, wayOut);
  }

  String wayOut() {
    return wayOut;
  }
}
