package dev.tributary.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tributary.api.Json;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.SyncMode;
import dev.tributary.core.ConflictQueue;
import dev.tributary.core.SyncJobs;
import dev.tributary.core.SyncScheduler;
import dev.tributary.server.database.ConflictRows;
import dev.tributary.server.report.FieldDifferences;
import dev.tributary.server.web.problem.BadRequest;
import dev.tributary.server.web.problem.Refused;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rows that changed on both sides, and the decision of a person. */
@RestController
@RequestMapping("/api/v1/conflicts")
final class ConflictsController {
  private static final int MOST = 1_000;
  private static final String TRIGGERED_BY = "conflicts resolve";

  private final ConflictRows rows;
  private final ConflictQueue queue;
  private final SyncJobs jobs;
  private final ObjectProvider<SyncScheduler> scheduler;
  private final ObjectProvider<LeaderElector> elector;

  ConflictsController(
      ConflictRows rows,
      ConflictQueue queue,
      SyncJobs jobs,
      ObjectProvider<SyncScheduler> scheduler,
      ObjectProvider<LeaderElector> elector) {
    this.rows = rows;
    this.queue = queue;
    this.jobs = jobs;
    this.scheduler = scheduler;
    this.elector = elector;
  }

  @GetMapping
  Map<String, Object> list(
      @RequestParam(name = "client_name", defaultValue = "") String client,
      @RequestParam(defaultValue = "open") String state,
      @RequestParam(defaultValue = "100") int limit) {
    if (!client.isEmpty()) {
      Fields.client(client);
    }
    return Map.of("conflicts", rows.list(client, which(state), Limits.within(limit, MOST)));
  }

  private static ConflictRows.Which which(String state) {
    return switch (state) {
      case "open" -> ConflictRows.Which.OPEN;
      case "resolved" -> ConflictRows.Which.RESOLVED;
      case "all" -> ConflictRows.Which.ALL;
      default ->
          throw new BadRequest(
              "state", state, "there is no such state", "Use open, resolved or all.");
    };
  }

  @GetMapping("/{id}")
  Map<String, Object> one(@PathVariable UUID id) {
    Map<String, Object> conflict = new LinkedHashMap<>(read(id));
    conflict.put(
        "diff",
        FieldDifferences.of(
            image(conflict, "base_data"),
            image(conflict, "source_data"),
            image(conflict, "target_data")));
    return conflict;
  }

  private Map<String, Object> read(UUID id) {
    return rows.one(id)
        .orElseThrow(
            () ->
                Refused.notFound(
                    "there is no conflict " + id, "See GET /api/v1/conflicts?state=all."));
  }

  private static Optional<String> image(Map<String, Object> conflict, String name) {
    return Optional.ofNullable((RawValue) conflict.get(name))
        .map(value -> String.valueOf(value.rawValue()));
  }

  /** Notes the decision and asks for the run that carries it out. */
  @PostMapping("/{id}/resolve")
  Map<String, Object> resolve(@PathVariable UUID id, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "choice", "row");
    ConflictQueue.Choice choice = choice(fields.requiredText("choice"));
    if (read(id).get("resolved_at") != null) {
      throw Refused.conflict(
          "conflict %s is resolved already".formatted(id), "See GET /api/v1/conflicts.");
    }
    Optional<Json> row = fields.any("row").map(JsonNode::toString).map(Json::new);
    ConflictQueue.Decided decided = queue().decide(id, choice, row, Caller.name());
    Caller.changes(decided.client());
    SyncJobs.Asked asked =
        jobs.trigger(UUID.randomUUID(), decided.client(), SyncMode.INCREMENTAL, TRIGGERED_BY);
    scheduler.ifAvailable(SyncScheduler::wake);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("id", id.toString());
    document.put("client_name", decided.client().value());
    document.put("decision", choice.name().toLowerCase(Locale.ROOT));
    document.put("sync_id", asked.syncId());
    return document;
  }

  /** A node that leads proves its term; elsewhere the decision is no more than a person's wish. */
  private ConflictQueue queue() {
    return Optional.ofNullable(elector.getIfAvailable())
        .flatMap(LeaderElector::current)
        .map(queue::fencedBy)
        .orElse(queue);
  }

  private static ConflictQueue.Choice choice(String word) {
    return switch (word) {
      case "source" -> ConflictQueue.Choice.SOURCE;
      case "target" -> ConflictQueue.Choice.TARGET;
      case "custom" -> ConflictQueue.Choice.CUSTOM;
      default ->
          throw new BadRequest(
              "choice", word, "there is no such choice", "Use source, target or custom.");
    };
  }
}
