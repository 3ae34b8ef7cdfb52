package dev.tributary.server.web.problem;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.api.UnknownClient;
import java.util.Map;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns whatever a controller throws into a problem document. */
@RestControllerAdvice
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> badRequest(BadRequest e) {
    Problem problem = new Problem(400, "bad-request", e.getMessage(), e.wayOut());
    Map<String, Object> document = problem.document();
    document.put("field", e.field());
    document.put("value", e.value());
    return problem.answer(document);
  }

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> refused(Refused e) {
    return e.problem().answer();
  }

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> wrongType(MethodArgumentTypeMismatchException e) {
    return badRequest(
        new BadRequest(
            e.getName(),
            String.valueOf(e.getValue()),
            "'%s' has a value that it cannot have".formatted(e.getName()),
            e.getRequiredType() == UUID.class
                ? "Use an id as a list shows it."
                : "Use a whole number."));
  }

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> sync(SyncException e) {
    return of(e).answer();
  }

  private static Problem of(SyncException e) {
    String detail = String.valueOf(e.getMessage());
    if (e instanceof UnknownClient) {
      return new Problem(
          404, "unknown-client", detail, "See GET /api/v1/clients, or register it first.");
    } else if (e instanceof ConfigurationInvalid) {
      return new Problem(422, "refused", detail, "Change what it names, then ask again.");
    } else if (e instanceof LeadershipLost) {
      return new Problem(409, "leadership-lost", detail, "Ask again: another node leads.");
    } else if (e instanceof TargetUnavailable) {
      return new Problem(
          503, "database-away", detail, "Ask again when the database is back; see /health.");
    }
    return new Problem(409, "not-possible", detail, "See docs/operations.md.");
  }

  /** The web server cannot decode it. */
  @ExceptionHandler
  ResponseEntity<Map<String, Object>> undecodable(InvalidParameterException e) {
    return badRequest(
        new BadRequest(
            "query", "", "the query cannot be decoded", "Send it percent-encoded UTF-8."));
  }

  /** It stops before its end, or its pieces are no pieces. */
  @ExceptionHandler
  ResponseEntity<Map<String, Object>> unreadable(HttpMessageNotReadableException e) {
    LOG.debug("a body cannot be read: {}", e.getMessage());
    return new Problem(400, "body", "the body cannot be read", "Send it whole, as its headers say.")
        .answer();
  }

  /** Who asked is gone; nobody reads an answer. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException e) {
    LOG.debug("the one who asked is gone: {}", e.getMessage());
  }

  /** Everything that Spring itself refuses: no such path, no such method, a missing parameter. */
  @ExceptionHandler
  ResponseEntity<Map<String, Object>> other(Exception e) {
    if (e instanceof ErrorResponse known) {
      int status = known.getStatusCode().value();
      String detail = String.valueOf(known.getBody().getDetail());
      ResponseEntity<Map<String, Object>> answer =
          new Problem(status, "http-" + status, detail, "See GET /openapi.json.").answer();
      return ResponseEntity.status(status)
          .headers(known.getHeaders())
          .contentType(answer.getHeaders().getContentType())
          .body(answer.getBody());
    }
    LOG.error("a request failed", e);
    return new Problem(
            500, "unexpected", "the node made a mistake", "See its log, and tell its makers.")
        .answer();
  }
}
