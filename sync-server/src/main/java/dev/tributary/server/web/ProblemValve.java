package dev.tributary.server.web;

import dev.tributary.server.web.problem.JsonDocuments;
import dev.tributary.server.web.problem.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * What the web server refuses before any of our code sees it is a problem document as well.
 *
 * <p>It calls an unknown transfer coding 501 and an unknown version of HTTP 505, as RFC 9112 and
 * RFC 9110 advise but do not demand. Here both are 400: whoever watches a node by its 5xx answers
 * must not be woken by what strangers send.
 */
public final class ProblemValve extends ErrorReportValve {
  private static final int FIRST_ERROR = 400;
  private static final Map<Integer, String> OF_THE_CALLER =
      Map.of(
          501, "of transfer codings only 'chunked' is understood",
          505, "of HTTP only 1.0 and 1.1 are understood");

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    if (response.getStatus() < FIRST_ERROR
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    Optional<String> ofTheCaller = Optional.ofNullable(OF_THE_CALLER.get(response.getStatus()));
    if (ofTheCaller.isPresent()) {
      response.setStatus(FIRST_ERROR);
    }
    Problem problem =
        new Problem(
            response.getStatus(),
            "http-" + response.getStatus(),
            ofTheCaller.orElse("the web server refuses this request"),
            "Check path, headers and body.");
    try {
      response.setContentType("application/problem+json");
      response.getOutputStream().write(JsonDocuments.bytes(problem.document()));
      response.finishResponse();
    } catch (IOException e) {
      container.getLogger().debug("the one who asked is gone", e);
    }
  }
}
