package dev.tributary.server.web;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.core.StateChanges;
import dev.tributary.core.StateFeed;
import dev.tributary.server.web.problem.BadRequest;
import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Values that the nodes of a cluster share; {@code deployment.CLIENT} is a client's schedule. */
@RestController
@RequestMapping("/api/v1/state")
final class StateController {
  private static final int NOT_MODIFIED = 304;

  private final StateStore state;
  private final StateFeed feed;

  StateController(StateStore state, StateFeed feed) {
    this.state = state;
    this.feed = feed;
  }

  @GetMapping(params = "key")
  ResponseEntity<Map<String, Object>> get(
      @RequestParam String key,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) Optional<String> known) {
    StateEntry entry =
        state
            .get(checked(key))
            .orElseThrow(
                () ->
                    Refused.notFound(
                        "there is no state '%s'".formatted(key),
                        "See GET /api/v1/state?prefix= for the keys that there are."));
    String tag = tag(entry.version());
    if (known.filter(tag::equals).isPresent()) {
      return ResponseEntity.status(NOT_MODIFIED).eTag(tag).build();
    }
    return ResponseEntity.ok().eTag(tag).body(describe(entry));
  }

  @GetMapping("/{key}")
  ResponseEntity<Map<String, Object>> getByPath(
      @PathVariable String key,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) Optional<String> known) {
    return get(key, known);
  }

  /** What was written since an earlier answer, deletes included; no cache answers here. */
  @GetMapping(params = {"!key", "since"})
  Map<String, Object> since(
      @RequestParam String since, @RequestParam(defaultValue = "") String prefix) {
    StateChanges changes = changes(prefix, since);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("entries", changes.entries().stream().map(StateController::change).toList());
    document.put("all", changes.scope() == StateChanges.Scope.ALL);
    document.put("since", changes.mark());
    return document;
  }

  private StateChanges changes(String prefix, String since) {
    try {
      return feed.since(prefix, Optional.of(since).filter(mark -> !mark.isEmpty()));
    } catch (ConfigurationInvalid e) {
      throw new BadRequest(
          "since",
          since,
          String.valueOf(e.getMessage()),
          "Send since= to begin, then the since of the last answer.");
    }
  }

  @GetMapping(params = {"!key", "!since"})
  Map<String, Object> list(@RequestParam(defaultValue = "") String prefix) {
    List<Map<String, Object>> entries =
        state.list(prefix).stream().map(StateController::describe).toList();
    return Map.of("entries", entries);
  }

  @PutMapping
  ResponseEntity<Map<String, Object>> put(
      @RequestBody(required = false) byte[] body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) Optional<String> match,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) Optional<String> none) {
    Fields fields = Fields.read(Bodies.of(body), "key", "value");
    return write(fields.requiredText("key"), fields, condition(match, none));
  }

  /** The key of the path counts; one in the body has to be the same. */
  @PutMapping("/{key}")
  ResponseEntity<Map<String, Object>> putByPath(
      @PathVariable String key,
      @RequestBody(required = false) byte[] body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) Optional<String> match,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) Optional<String> none) {
    Fields fields = Fields.read(Bodies.of(body), "key", "value");
    fields
        .text("key")
        .filter(other -> !other.equals(key))
        .ifPresent(
            other -> {
              throw new BadRequest(
                  "key", other, "the body names another key than the path", "Leave it out.");
            });
    return write(key, fields, condition(match, none));
  }

  @DeleteMapping("/{key}")
  ResponseEntity<Map<String, Object>> delete(
      @PathVariable String key,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) Optional<String> match) {
    StateWrite delete = StateWrite.delete(checked(key), Caller.name());
    return written(conditional(delete, condition(match, Optional.empty())));
  }

  private ResponseEntity<Map<String, Object>> write(
      String key, Fields fields, OptionalLong version) {
    Json value = new Json(fields.required("value").toString());
    StateWrite put = StateWrite.put(checked(key), value, Caller.name());
    return written(conditional(put, version));
  }

  private static StateWrite conditional(StateWrite write, OptionalLong version) {
    return version.isPresent() ? write.ifVersion(version.getAsLong()) : write;
  }

  private ResponseEntity<Map<String, Object>> written(StateWrite write) {
    Caller.changesKey(write.key());
    StateEntry entry =
        state
            .write(write)
            .orElseThrow(
                () ->
                    new Refused(
                        write.expectedVersion().isPresent()
                            ? new Problem(
                                412,
                                "changed-meanwhile",
                                "state '%s' does not have that version".formatted(write.key()),
                                "Read it again and decide anew.")
                            : new Problem(
                                404,
                                "not-found",
                                "there is no state '%s'".formatted(write.key()),
                                "Nothing has to be deleted.")));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("success", true);
    document.put("updated_at", Times.text(entry.updatedAt()));
    document.put("key", entry.key());
    document.put("version", entry.version());
    return ResponseEntity.ok().eTag(tag(entry.version())).body(document);
  }

  private static OptionalLong condition(Optional<String> match, Optional<String> none) {
    if (none.isPresent()) {
      if (!none.get().strip().equals("*")) {
        throw new BadRequest(
            "If-None-Match", none.get(), "only * is understood here", "Send If-None-Match: *.");
      }
      return OptionalLong.of(0);
    }
    if (match.isEmpty()) {
      return OptionalLong.empty();
    }
    String tag = match.get().strip();
    if (!tag.matches("\"\\d{1,18}\"")) {
      throw new BadRequest(
          "If-Match", tag, "that is no ETag of a state", "Send the ETag of an answer, quotes too.");
    }
    return OptionalLong.of(Long.parseLong(tag.substring(1, tag.length() - 1)));
  }

  private static String checked(String key) {
    try {
      return StateWrite.delete(key, "check").key();
    } catch (ConfigurationInvalid e) {
      throw new BadRequest(
          "key",
          key,
          String.valueOf(e.getMessage()),
          "Use 1 to 255 characters, none of them a control character.");
    }
  }

  private static String tag(long version) {
    return "\"" + version + "\"";
  }

  private static Map<String, Object> change(StateEntry entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("key", entry.key());
    document.put("value", new RawValue(entry.value().text()));
    document.put("version", entry.version());
    document.put("updated_at", entry.updatedAt().toString());
    document.put("updated_by", entry.updatedBy());
    document.put("deleted", entry.deleted());
    return document;
  }

  private static Map<String, Object> describe(StateEntry entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("key", entry.key());
    document.put("value", new RawValue(entry.value().text()));
    document.put("cached", entry.cached());
    document.put("stale", entry.stale());
    document.put("age_seconds", entry.age().toSeconds());
    document.put("version", entry.version());
    document.put("updated_at", Times.text(entry.updatedAt()));
    document.put("updated_by", entry.updatedBy());
    return document;
  }
}
