package dev.tributary.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of all this for programs; a test compares it with what is answered. */
@RestController
final class OpenApiController {
  private static final String DOCUMENT = "openapi.json";

  @GetMapping("/openapi.json")
  ResponseEntity<byte[]> document() {
    try (InputStream document = OpenApiController.class.getResourceAsStream(DOCUMENT)) {
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .body(document.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
