package dev.tributary.server.web.problem;

/**
 * Something in a request that cannot be used.
 *
 * <p>Unchecked, and answered with 400: which field, what it held, what it may be.
 */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 100;

  private final String field;
  private final String value;
  private final String wayOut;

  public BadRequest(String field, String value, String problem, String wayOut) {
    super(problem);
    this.field = field;
    this.value = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    this.wayOut = wayOut;
  }

  String field() {
    return field;
  }

  String value() {
    return value;
  }

  String wayOut() {
    return wayOut;
  }
}
