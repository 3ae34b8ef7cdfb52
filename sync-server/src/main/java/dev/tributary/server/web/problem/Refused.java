package dev.tributary.server.web.problem;

/** Ends a request with a problem document. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  public Refused(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public static Refused notFound(String detail, String wayOut) {
    return new Refused(new Problem(404, "not-found", detail, wayOut));
  }

  public static Refused conflict(String detail, String wayOut) {
    return new Refused(new Problem(409, "conflict", detail, wayOut));
  }

  public Problem problem() {
    return problem;
  }
}
