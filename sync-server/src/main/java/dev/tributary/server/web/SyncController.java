package dev.tributary.server.web;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncMode;
import dev.tributary.core.SeenJob;
import dev.tributary.core.SyncJobs;
import dev.tributary.core.SyncScheduler;
import dev.tributary.server.config.IntervalRules;
import dev.tributary.server.database.ClusterRows;
import dev.tributary.server.database.JobRows;
import dev.tributary.server.web.problem.BadRequest;
import dev.tributary.server.web.problem.Refused;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Syncs on demand, and the jobs. On a node that follows, a job waits for the one that leads. */
@RestController
@RequestMapping("/api/v1/sync")
final class SyncController {
  private static final int LOOKS = 50;
  private static final long LOOK_EVERY_MILLIS = 20;
  private static final int MOST_JOBS = 1_000;

  private final SyncJobs jobs;
  private final JobRows rows;
  private final ClusterRows cluster;
  private final IntervalRules rules;
  private final ObjectProvider<SyncScheduler> scheduler;

  SyncController(
      SyncJobs jobs,
      JobRows rows,
      ClusterRows cluster,
      IntervalRules rules,
      ObjectProvider<SyncScheduler> scheduler) {
    this.rules = rules;
    this.jobs = jobs;
    this.rows = rows;
    this.cluster = cluster;
    this.scheduler = scheduler;
  }

  @PostMapping("/trigger")
  ResponseEntity<Map<String, Object>> trigger(
      @RequestBody(required = false) byte[] body,
      @RequestParam(defaultValue = "") String redirect) {
    Fields fields =
        Fields.read(
            Bodies.of(body),
            "client_name",
            "full_sync",
            "triggered_by",
            "allow_mass_delete",
            "confirm");
    ClientName client = Fields.client(fields.requiredText("client_name"));
    Caller.changes(client);
    SyncMode mode = fields.flag("full_sync") ? SyncMode.FULL : SyncMode.INCREMENTAL;
    Optional<URI> elsewhere = redirect.equals("leader") ? leader() : Optional.empty();
    if (elsewhere.isPresent()) {
      return ResponseEntity.status(307).location(elsewhere.get()).build();
    }
    SyncJobs.Asked asked = ask(client, mode, fields);
    scheduler.ifAvailable(SyncScheduler::wake);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("sync_id", asked.syncId());
    document.put("status", begun(asked));
    return ResponseEntity.ok(document);
  }

  private SyncJobs.Asked ask(ClientName client, SyncMode mode, Fields fields) {
    String who = triggeredBy(fields.text("triggered_by"));
    if (!fields.flag("allow_mass_delete")) {
      return jobs.trigger(UUID.randomUUID(), client, mode, who);
    }
    String typed = fields.requiredText("confirm");
    if (!typed.equals(client.value())) {
      throw new BadRequest(
          "confirm", typed, "that is not the name of the client", "Type its name.");
    }
    return jobs.allowMassDelete(UUID.randomUUID(), client, mode, who);
  }

  private static String triggeredBy(Optional<String> said) {
    String who = said.orElseGet(Caller::name);
    if (!who.matches("[\\p{Alnum}._:@-]{1,100}")) {
      throw new BadRequest(
          "triggered_by", who, "that is no name", "Use letters, digits and . _ : @ -.");
    }
    return who;
  }

  private Optional<URI> leader() {
    return cluster
        .lease()
        .flatMap(lease -> Optional.ofNullable((String) lease.get("leader_api_url")))
        .map(url -> URI.create(url + "/api/v1/sync/trigger"));
  }

  /** A moment is enough for a leader that has a free lane; else the job waits still. */
  private String begun(SyncJobs.Asked asked) {
    SeenJob seen = jobs.look(asked.id());
    for (int i = 0; i < LOOKS && seen.status().equals("pending") && seen.led(); i++) {
      awaitNextLook();
      seen = jobs.look(asked.id());
    }
    return seen.status().equals("pending") ? "pending" : "running";
  }

  private static void awaitNextLook() {
    try {
      new CountDownLatch(1).await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @GetMapping("/jobs")
  Map<String, Object> jobs(
      @RequestParam(name = "client_name", defaultValue = "") String client,
      @RequestParam(defaultValue = "") String status,
      @RequestParam(defaultValue = "20") int limit) {
    return Map.of(
        "jobs", rows.list(Fields.optionalClient(client), status, Limits.within(limit, MOST_JOBS)));
  }

  @GetMapping("/jobs/{id}")
  Map<String, Object> job(@PathVariable String id) {
    return rows.one(id)
        .orElseThrow(
            () ->
                Refused.notFound(
                    "there is no job '%s'".formatted(id), "See GET /api/v1/sync/jobs."));
  }

  /** A job that waits is taken back; one that runs goes on. */
  @PostMapping("/jobs/{id}/cancel")
  Map<String, Object> cancel(@PathVariable String id) {
    UUID job = UUID.fromString(String.valueOf(job(id).get("job_id")));
    if (!jobs.cancel(job)) {
      throw Refused.conflict(
          "job '%s' does not wait any more".formatted(id), "See GET /api/v1/sync/jobs/" + id + ".");
    }
    return Map.of("success", true, "status", "cancelled");
  }

  /** What an interval may be called. */
  @GetMapping("/intervals")
  Map<String, Object> intervals() {
    Map<String, Object> presets = new LinkedHashMap<>();
    rules.current().get().presets().forEach((name, time) -> presets.put(name, time.toSeconds()));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("presets", presets);
    document.put("default_interval", rules.usual().toSeconds());
    return document;
  }
}
