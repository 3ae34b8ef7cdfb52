package dev.tributary.server.web;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.server.web.problem.BadRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of a client as a whole; what cannot be undone wants a typed confirmation. */
@RestController
@RequestMapping("/api/v1/clients/{name}")
final class LifecycleController {
  private final ClientLifecycle lifecycle;

  LifecycleController(ClientLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** The next run follows the file although a guard holds the client. */
  @PostMapping("/confirm-hold")
  Map<String, Object> confirmHold(
      @PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "confirm");
    ClientName client = Fields.client("name", name);
    lifecycle.confirmHold(client, typed(fields, "confirm"), Caller.name());
    return done(client);
  }

  @PostMapping("/rename")
  Map<String, Object> rename(
      @PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "new_name", "schema");
    ClientName renamed = Fields.client("new_name", fields.requiredText("new_name"));
    String schema =
        lifecycle.rename(
            Fields.client("name", name), renamed, fields.text("schema"), Caller.name());
    Map<String, Object> document = done(renamed);
    document.put("target_schema", schema);
    return document;
  }

  @PostMapping("/relocate")
  Map<String, Object> relocate(
      @PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "source");
    ClientName client = Fields.client("name", name);
    Path source = Paths.absolute("source", fields.requiredText("source"));
    lifecycle.relocate(client, source, Caller.name());
    return done(client);
  }

  /** The role of a node may not do this; the answer names who may. */
  @PostMapping("/move")
  Map<String, Object> move(@PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "cluster_name", "source");
    ClientName client = Fields.client("name", name);
    Optional<Path> source = fields.text("source").map(path -> Paths.absolute("source", path));
    lifecycle.move(client, cluster(fields.requiredText("cluster_name")), source, Caller.name());
    return done(client);
  }

  private static ClusterName cluster(String name) {
    try {
      return new ClusterName(name);
    } catch (ConfigurationInvalid e) {
      throw new BadRequest(
          "cluster_name", name, "that is no name of a cluster", "Use letters, digits and . _ -.");
    }
  }

  /** Its data stays, unless drop_schema is true and confirm_drop is the word DELETE. */
  @PostMapping("/deregister")
  Map<String, Object> deregister(
      @PathVariable String name, @RequestBody(required = false) byte[] body) {
    Fields fields = Fields.read(Bodies.of(body), "confirm", "drop_schema", "confirm_drop");
    ClientName client = Fields.client("name", name);
    Confirmation confirm = typed(fields, "confirm");
    boolean drop = fields.flag("drop_schema");
    String schema =
        drop
            ? lifecycle.deregisterWithData(
                client, confirm, typed(fields, "confirm_drop"), Caller.name())
            : lifecycle.deregister(client, confirm, Caller.name());
    Map<String, Object> document = done(client);
    document.put("target_schema", schema);
    document.put("data", drop ? "dropped" : "kept");
    return document;
  }

  private static Confirmation typed(Fields fields, String field) {
    return new Confirmation(fields.requiredText(field));
  }

  private static Map<String, Object> done(ClientName client) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("client_name", client.value());
    return document;
  }
}
