package dev.tributary.server.cli.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.server.remote.NodeClient;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that write state have in common. */
final class StateWriting {
  @Parameters(index = "0", paramLabel = "KEY", description = "Such as deployment.acme.")
  private String key;

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only if the value still has this version; 0: only if there is none.")
  private Optional<Long> version;

  String key() {
    return key;
  }

  /** Who writes, for people who read {@code updated_by}. */
  static String writer() {
    return System.getProperty("user.name", "cli");
  }

  StateEntry run(StateStore store, StateWrite write) {
    StateWrite meant = version.map(write::ifVersion).orElse(write);
    return store.write(meant).orElseThrow(() -> refused(store));
  }

  /** The entry as the node answers it. */
  JsonNode at(NodeClient node, Json value) {
    return node.put("/api/v1/state/" + NodeClient.encoded(key), value, version);
  }

  JsonNode deletedAt(NodeClient node) {
    return node.delete("/api/v1/state/" + NodeClient.encoded(key), version);
  }

  private ConfigurationInvalid refused(StateStore store) {
    Optional<Long> now = store.get(key).map(StateEntry::version);
    if (now.isEmpty()) {
      return new ConfigurationInvalid("there is no state '%s'".formatted(key));
    }
    String has = "state %s has version %d".formatted(key, now.get());
    return new ConfigurationInvalid(
        version
            .map(wanted -> "%s, not %d: read it and write again".formatted(has, wanted))
            .orElse(has));
  }
}
