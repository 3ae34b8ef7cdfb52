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
          "Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");

  private final RequestIds ids;
  private final List<RequestRule> rules;

  /**
   * @param rules in the order in which they are looked at
   */
  Gate(RequestIds ids, List<RequestRule> rules) {
    this.ids = ids;
    this.rules = List.copyOf(rules);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    answer.setHeader(RequestIds.HEADER, ids.of(asked));
    HEADERS.forEach(answer::setHeader);
    try {
      rules.forEach(rule -> rule.check(asked));
    } catch (Refused e) {
      write(answer, e.problem());
      return;
    }
    chain.doFilter(request, response);
  }

  private static void write(HttpServletResponse answer, Problem problem) throws IOException {
    answer.setStatus(problem.status());
    answer.setContentType("application/problem+json");
    answer.getOutputStream().write(JsonDocuments.bytes(problem.document()));
  }
}
