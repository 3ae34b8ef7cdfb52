package dev.tributary.server.web;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncMode;
import dev.tributary.core.SyncJobs;
import dev.tributary.core.SyncScheduler;
import dev.tributary.server.database.ClientRows;
import dev.tributary.server.node.NodeSettings;
import dev.tributary.server.web.problem.BadRequest;
import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Work on one client that takes a while: the answer names the job. */
@RestController
@RequestMapping("/api/v1/clients/{name}")
final class ClientJobsController {
  private final SyncJobs jobs;
  private final ClientRows rows;
  private final NodeSettings settings;
  private final ObjectProvider<SyncScheduler> scheduler;

  ClientJobsController(
      SyncJobs jobs,
      ClientRows rows,
      NodeSettings settings,
      ObjectProvider<SyncScheduler> scheduler) {
    this.jobs = jobs;
    this.rows = rows;
    this.settings = settings;
    this.scheduler = scheduler;
  }

  @PostMapping("/sync")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, Object> sync(@PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "full_sync");
    SyncMode mode = fields.flag("full_sync") ? SyncMode.FULL : SyncMode.INCREMENTAL;
    return asked(jobs.trigger(UUID.randomUUID(), Fields.client("name", name), mode, Caller.name()));
  }

  /** Compares cell by cell; with repair, writes what differs. */
  @PostMapping("/verify")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, Object> verify(
      @PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "repair");
    boolean repair = fields.flag("repair");
    ClientName client = Fields.client("name", name);
    Path source = source(client);
    return asked(
        repair
            ? jobs.repair(UUID.randomUUID(), client, source)
            : jobs.check(UUID.randomUUID(), client, source, Caller.name()));
  }

  /** A SQLite file back, below RESTORE_DIRECTORY of the node that leads. */
  @PostMapping("/restore")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, Object> restore(
      @PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "file");
    ClientName client = Fields.client("name", name);
    source(client);
    Path folder =
        settings
            .api()
            .restores()
            .orElseThrow(
                () ->
                    new Refused(
                        new Problem(
                            409,
                            "not-configured",
                            "this node was told no folder for restores",
                            "Set RESTORE_DIRECTORY on each node, or use: tributary restore.")));
    String file = fields.requiredText("file");
    if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,120}")) {
      throw new BadRequest(
          "file",
          file,
          "that is no plain name of a file",
          "Use letters, digits and . _ -; it will be below " + folder + ".");
    }
    Map<String, Object> document =
        asked(jobs.restore(UUID.randomUUID(), client, folder.resolve(file), Caller.name()));
    document.put("file", folder.resolve(file).toString());
    return document;
  }

  private Path source(ClientName client) {
    return rows.status(client.value()).stream()
        .findFirst()
        .map(row -> Path.of((String) row.get("source_path")))
        .orElseThrow(() -> ClientsController.unknown(client));
  }

  private Map<String, Object> asked(SyncJobs.Asked asked) {
    scheduler.ifAvailable(SyncScheduler::wake);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("sync_id", asked.syncId());
    document.put("status", asked.status());
    return document;
  }
}
