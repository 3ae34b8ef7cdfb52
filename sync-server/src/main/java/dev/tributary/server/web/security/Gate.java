package dev.tributary.server.web.security;

import dev.tributary.server.web.problem.JsonDocuments;
import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Every request passes here first; what breaks a rule is answered here. */
final class Gate implements Filter {
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'");

  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;

  private final RequestIds ids;
  private final List<RequestRule> rules;
  private final Bodies bodies;
  private final Audit audit;

  /**
   * @param rules in the order in which they are looked at
   * @param bodies looked at last
   */
  Gate(RequestIds ids, List<RequestRule> rules, Bodies bodies, Audit audit) {
    this.ids = ids;
    this.rules = List.copyOf(rules);
    this.bodies = bodies;
    this.audit = audit;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    String id = ids.of(asked);
    Callers.name(asked, id);
    answer.setHeader(RequestIds.HEADER, id);
    HEADERS.forEach(answer::setHeader);
    try {
      rules.forEach(rule -> rule.check(asked));
      bodies.check(asked);
    } catch (Refused e) {
      write(answer, e.problem());
      return;
    }
    chain.doFilter(bodies.limited(asked), response);
    audit.note(asked, answer.getStatus());
  }

  private static void write(HttpServletResponse answer, Problem problem) throws IOException {
    answer.setStatus(problem.status());
    if (problem.status() == UNAUTHORIZED) {
      answer.setHeader("WWW-Authenticate", "Bearer realm=\"tributary\"");
    } else if (problem.status() == TOO_MANY) {
      answer.setHeader("Retry-After", "60");
    }
    answer.setContentType("application/problem+json");
    answer.getOutputStream().write(JsonDocuments.bytes(problem.document()));
  }
}
