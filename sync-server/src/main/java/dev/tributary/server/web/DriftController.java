package dev.tributary.server.web;

import dev.tributary.server.database.DriftRows;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What others changed in the mirror of a client. */
@RestController
final class DriftController {
  private static final int MOST = 1_000;

  private final DriftRows rows;

  DriftController(DriftRows rows) {
    this.rows = rows;
  }

  @GetMapping("/api/v1/clients/{name}/drift")
  Map<String, Object> open(
      @PathVariable String name, @RequestParam(defaultValue = "100") int limit) {
    return Map.of("drift", rows.open(Fields.client("name", name), Limits.within(limit, MOST)));
  }
}
