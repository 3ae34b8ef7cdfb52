package dev.tributary.server.web;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncMode;
import dev.tributary.core.SyncJobs;
import dev.tributary.server.database.QuarantineRows;
import dev.tributary.server.web.problem.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rows that PostgreSQL refused. */
@RestController
@RequestMapping("/api/v1/quarantine")
final class QuarantineController {
  private static final int MOST = 1_000;

  private final QuarantineRows rows;
  private final SyncJobs jobs;

  QuarantineController(QuarantineRows rows, SyncJobs jobs) {
    this.rows = rows;
    this.jobs = jobs;
  }

  @GetMapping
  Map<String, Object> list(
      @RequestParam(name = "client_name", defaultValue = "") String client,
      @RequestParam(defaultValue = "100") int limit) {
    if (!client.isEmpty()) {
      Fields.client(client);
    }
    return Map.of("quarantine", rows.list(client, Limits.within(limit, MOST)));
  }

  @GetMapping("/{id}")
  Map<String, Object> one(@PathVariable UUID id) {
    return rows.one(id)
        .orElseThrow(
            () ->
                Refused.notFound(
                    "there is no quarantined row " + id, "See GET /api/v1/quarantine."));
  }

  /** Tries all rows of the client again. */
  @PostMapping("/{id}/retry")
  Map<String, Object> retry(@PathVariable UUID id) {
    ClientName client = new ClientName(String.valueOf(one(id).get("client_name")));
    Caller.changes(client);
    SyncJobs.Asked asked = jobs.trigger(UUID.randomUUID(), client, SyncMode.FULL, Caller.name());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("client_name", client.value());
    document.put("sync_id", asked.syncId());
    document.put("status", asked.status());
    return document;
  }
}
