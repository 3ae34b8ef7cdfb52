package dev.tributary.server.web.security;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Remembers for the time of a request who asks and how it is named. */
public final class Callers {
  private static final String WHO = Callers.class.getName() + ".who";
  private static final String STILL = Callers.class.getName() + ".still";
  private static final String REQUEST = Callers.class.getName() + ".request";

  private Callers() {}

  /** What a request may be about, where its path does not say so; for the audit log. */
  public enum Matter {
    CLIENT,
    KEY;

    private String attribute() {
      return Matter.class.getName() + "." + name();
    }
  }

  static void put(ServletRequest request, Principal who, BooleanSupplier still) {
    request.setAttribute(WHO, who);
    request.setAttribute(STILL, still);
  }

  static void name(ServletRequest request, String id) {
    request.setAttribute(REQUEST, id);
  }

  /** The local caller, where nobody had to say who he is. */
  public static Principal of(ServletRequest request) {
    return request.getAttribute(WHO) instanceof Principal who ? who : Principal.LOCAL;
  }

  /** Whether the caller may still ask what he asks; for answers that take long. */
  public static BooleanSupplier still(ServletRequest request) {
    return request.getAttribute(STILL) instanceof BooleanSupplier still ? still : () -> true;
  }

  /** The client or the key that is changed. */
  public static void about(ServletRequest request, Matter matter, String name) {
    request.setAttribute(matter.attribute(), name);
  }

  static Optional<String> about(ServletRequest request, Matter matter) {
    return Optional.ofNullable(request.getAttribute(matter.attribute())).map(Object::toString);
  }

  /** The id of the request. */
  public static String requestId(ServletRequest request) {
    return String.valueOf(request.getAttribute(REQUEST));
  }
}
