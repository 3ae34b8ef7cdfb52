package dev.tributary.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.api.SyncException;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.SyncClients;
import dev.tributary.server.config.IntervalRules;
import dev.tributary.server.looks.RepeatedTask;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the intervals of {@code sync-intervals.json} in force, while this node leads. What was put
 * in force stands in the state of the cluster, so that an interval that a person changed later
 * stays until the file says something new.
 */
final class IntervalKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IntervalKeeper.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "tributary.sync-intervals";
  private static final String WRITER = "sync-intervals.json";
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final IntervalRules rules;
  private final LeaderElector elector;
  private final SyncClients clients;
  private final StateStore state;
  private final RepeatedTask looks = new RepeatedTask("sync-intervals", this::look);

  IntervalKeeper(
      IntervalRules rules, LeaderElector elector, SyncClients clients, StateStore state) {
    this.rules = rules;
    this.elector = elector;
    this.clients = clients;
    this.state = state;
  }

  void begin() {
    looks.begin(Duration.ZERO, EVERY);
  }

  private void look() {
    try {
      if (elector.current().isPresent()) {
        apply(rules.current().get().clients());
      }
    } catch (SyncException e) {
      LOG.debug("intervals wait: {}", e.getMessage());
    }
  }

  private void apply(Map<ClientName, Duration> wanted) {
    ObjectNode before = inForce();
    ObjectNode now = JSON.createObjectNode();
    wanted.forEach(
        (client, interval) -> {
          long seconds = interval.toSeconds();
          if (before.path(client.value()).asLong() == seconds || set(client, interval)) {
            now.put(client.value(), seconds);
          }
        });
    if (!now.equals(before)) {
      state.write(StateWrite.put(KEY, new Json(now.toString()), WRITER));
    }
  }

  private ObjectNode inForce() {
    return state.get(KEY).map(entry -> parse(entry.value())).orElseGet(JSON::createObjectNode);
  }

  private static ObjectNode parse(Json value) {
    try {
      return JSON.readTree(value.text()) instanceof ObjectNode object
          ? object
          : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // somebody wrote something else: begin anew
    }
  }

  /** A client that is not registered yet waits. */
  private boolean set(ClientName client, Duration interval) {
    try {
      clients.interval(client, interval, WRITER);
      LOG.info("client {} is synced every {}", client, interval);
      return true;
    } catch (ConfigurationInvalid | UnknownClient e) {
      LOG.debug("client {}: {}", client, e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    looks.close();
  }
}
