package dev.tributary.server.web;

import dev.tributary.api.ClientName;
import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncClients.Decided;
import dev.tributary.server.config.IntervalRules;
import dev.tributary.server.database.ClientRows;
import dev.tributary.server.web.problem.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The clients of the cluster, how they stand, and when they are synced. */
@RestController
@RequestMapping("/api/v1/clients")
final class ClientsController {
  private final ClientRows rows;
  private final SyncClients clients;
  private final IntervalRules intervals;

  ClientsController(ClientRows rows, SyncClients clients, IntervalRules intervals) {
    this.rows = rows;
    this.clients = clients;
    this.intervals = intervals;
  }

  @GetMapping
  Map<String, Object> all() {
    return Map.of("clients", rows.status(""));
  }

  @GetMapping("/{name}")
  Map<String, Object> one(@PathVariable String name) {
    return found(Fields.client("name", name));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Object> register(@RequestBody(required = false) byte[] body) {
    Fields fields =
        Fields.read(Bodies.of(body), "client_name", "source", "schema", "sync_interval", "start");
    return register(Fields.client(fields.requiredText("client_name")), fields);
  }

  @PostMapping("/{name}/register")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Object> register(
      @PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "source", "schema", "sync_interval", "start");
    return register(Fields.client("name", name), fields);
  }

  private Map<String, Object> register(ClientName client, Fields fields) {
    Path source = Paths.absolute("source", fields.requiredText("source"));
    Optional<String> schema = fields.text("schema");
    boolean start = fields.flag("start");
    clients.register(client, source, schema, interval(fields).orElse(intervals.usual(client)));
    Caller.changes(client);
    if (start) {
      clients.start(client, Caller.name());
    }
    return found(client);
  }

  @PostMapping("/{name}/start")
  Map<String, Object> start(@PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields.read(Bodies.of(body));
    ClientName client = known(name);
    return decided(client, clients.start(client, Caller.name()));
  }

  @PostMapping("/{name}/pause")
  Map<String, Object> pause(@PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields.read(Bodies.of(body));
    ClientName client = known(name);
    return decided(client, clients.pause(client, Caller.name()));
  }

  /** Seconds, or the name of a preset. */
  @PostMapping("/{name}/interval")
  Map<String, Object> interval(
      @PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "sync_interval");
    fields.required("sync_interval");
    ClientName client = known(name);
    Duration interval = interval(fields).orElseThrow();
    return decided(client, clients.interval(client, interval, Caller.name()));
  }

  private Optional<Duration> interval(Fields fields) {
    return fields.any("sync_interval").map(value -> Intervals.of(value, intervals));
  }

  private ClientName known(String name) {
    ClientName client = Fields.client("name", name);
    found(client);
    return client;
  }

  private Map<String, Object> found(ClientName client) {
    return rows.status(client.value()).stream().findFirst().orElseThrow(() -> unknown(client));
  }

  static Refused unknown(ClientName client) {
    return Refused.notFound(
        "client '%s' is not registered".formatted(client),
        "See GET /api/v1/clients, or register it first.");
  }

  private static Map<String, Object> decided(ClientName client, Decided decided) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("client_name", client.value());
    document.put("status", decided.status());
    document.put("sync_enabled", decided.enabled());
    document.put("sync_interval", decided.interval().toSeconds());
    return document;
  }
}
