package dev.tributary.server.web;

import dev.tributary.server.web.problem.JsonDocuments;
import dev.tributary.server.web.problem.Problem;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What the web server refuses before any of our code sees it is a problem document as well. */
public final class ProblemValve extends ErrorReportValve {
  private static final int FIRST_ERROR = 400;

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    if (response.getStatus() < FIRST_ERROR
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    Problem problem =
        new Problem(
            response.getStatus(),
            "http-" + response.getStatus(),
            "the web server refuses this request",
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
