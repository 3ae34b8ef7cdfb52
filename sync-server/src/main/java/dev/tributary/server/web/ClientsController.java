package dev.tributary.server.web;

import dev.tributary.server.database.ClientRows;
import dev.tributary.server.web.problem.Refused;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The clients of the cluster and how they stand. */
@RestController
@RequestMapping("/api/v1/clients")
final class ClientsController {
  private final ClientRows rows;

  ClientsController(ClientRows rows) {
    this.rows = rows;
  }

  @GetMapping
  Map<String, Object> all() {
    return Map.of("clients", rows.status(""));
  }

  @GetMapping("/{name}")
  Map<String, Object> one(@PathVariable String name) {
    String client = Fields.client("name", name).value();
    return rows.status(client).stream()
        .findFirst()
        .orElseThrow(
            () ->
                Refused.notFound(
                    "client '%s' is not registered".formatted(client),
                    "See GET /api/v1/clients, or register it first."));
  }
}
