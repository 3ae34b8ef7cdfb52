package dev.tributary.server.web.security;

import jakarta.servlet.ServletRequest;

/** Remembers for the time of a request who asks and how it is named. */
public final class Callers {
  private static final String WHO = Callers.class.getName() + ".who";
  private static final String REQUEST = Callers.class.getName() + ".request";

  private Callers() {}

  static void put(ServletRequest request, Principal who) {
    request.setAttribute(WHO, who);
  }

  static void name(ServletRequest request, String id) {
    request.setAttribute(REQUEST, id);
  }

  /** The local caller, where nobody had to say who he is. */
  public static Principal of(ServletRequest request) {
    return request.getAttribute(WHO) instanceof Principal who ? who : Principal.LOCAL;
  }

  /** The id of the request. */
  public static String requestId(ServletRequest request) {
    return String.valueOf(request.getAttribute(REQUEST));
  }
}
