package dev.tributary.server.web.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * An RFC 9457 problem document.
 *
 * @param kind the last part of its type, stable
 * @param detail what is wrong, for people
 * @param wayOut what to do about it
 */
public record Problem(int status, String kind, String detail, String wayOut) {
  private static final String TYPES = "urn:tributary:problem:";

  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", TYPES + kind);
    document.put("title", title());
    document.put("status", status);
    document.put("detail", detail);
    document.put("way_out", wayOut);
    return document;
  }

  private String title() {
    HttpStatus known = HttpStatus.resolve(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }

  ResponseEntity<Map<String, Object>> answer() {
    return answer(document());
  }

  ResponseEntity<Map<String, Object>> answer(Map<String, Object> document) {
    return ResponseEntity.status(HttpStatusCode.valueOf(status))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(document);
  }
}
