package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.api.UnknownClient;
import dev.tributary.test.state.Heard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The entry {@code deployment.<client>} is the client's schedule. */
final class ScheduleEntryTest {
  private static final String KEY = "deployment.acme-corp";
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private static StateDatabase database;
  private CachedStores stores;
  private StateStore store;

  @BeforeAll
  static void install() {
    database = StateDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void register() {
    database.register(StateDatabase.CLUSTER, "acme-corp");
    stores = database.emptyStores().caching();
    store = stores.node();
  }

  @AfterEach
  void deregister() {
    stores.close();
    database.execute("SELECT sync_metadata.deregister_client('acme-corp', true)");
  }

  @Test
  void readingShowsTheSchedule() {
    assertThat(read())
        .isEqualTo(
            "{\"status\" : \"active\", \"sync_enabled\" : false, \"sync_interval\" : 300,"
                + " \"last_sync\" : null}");
    database.execute(
        "UPDATE sync_metadata.client_deployments SET last_sync_at = '2025-01-08 11:25:00.7+01'");
    await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(read()).contains("10:25"));
    assertThat(read()).contains("\"last_sync\" : \"2025-01-08T10:25:00Z\"");
    assertThat(store.list("deployment.")).extracting(StateEntry::key).containsExactly(KEY);
  }

  @Test
  void writeMergesAndTakesEffectAtOnce() {
    long version = store.get(KEY).orElseThrow().version();
    StateEntry written = put("{\"sync_interval\": 900}");
    assertThat(written.version()).isEqualTo(version + 1);
    assertThat(written.updatedBy()).isEqualTo("anna");
    assertThat(schedule()).isEqualTo("active|false|900");
    put("{\"sync_enabled\": true}");
    assertThat(schedule()).isEqualTo("active|true|900");
    put("{\"status\": \"paused\"}");
    assertThat(schedule()).isEqualTo("paused|true|900");
    put("{}");
    assertThat(schedule()).isEqualTo("paused|true|900");
    assertThat(store.get(KEY).orElseThrow().version()).isEqualTo(version + 4);
  }

  @Test
  void whatWasReadMayBeWrittenBack() {
    database.execute(
        "UPDATE sync_metadata.client_deployments SET last_sync_at = now(), status = 'on_hold'");
    StateStore other = stores.node();
    put(other.get(KEY).orElseThrow().value().text());
    assertThat(schedule()).isEqualTo("on_hold|false|300");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"interval\": 3}            | no field 'interval'; it has status",
        "{\"status\": \"running\"}    | status cannot be \"running\"; it must be one of active",
        "{\"status\": 1}              | status cannot be 1",
        "{\"status\": null}           | status cannot be null",
        "{\"status\": \"on_hold\"}    | on_hold is set by the guards",
        "{\"sync_enabled\": \"yes\"}  | sync_enabled cannot be \"yes\"; it must be true or false",
        "{\"sync_interval\": 0}       | sync_interval cannot be 0; it must be a whole number",
        "{\"sync_interval\": 1.5}     | sync_interval cannot be 1.5",
        "{\"sync_interval\": 3e9}     | sync_interval cannot be",
        "{\"sync_interval\": 9999999999} | sync_interval cannot be 9999999999",
        "{\"last_sync\": \"2020-01-01T00:00:00Z\"} | last_sync is read-only: leave it out",
        "[]                           | must be an object",
        "null                         | must be an object",
        "{\"status\":\"paused\",\"status\":\"active\"} | Duplicate",
      })
  void whatItCannotBeIsRefusedByNameAndChangesNothing(String value, String words) {
    String before = schedule();
    long version = store.get(KEY).orElseThrow().version();
    assertThatThrownBy(() -> put(value))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(KEY)
        .hasMessageContaining(words);
    assertThat(schedule()).isEqualTo(before);
    assertThat(stores.node().get(KEY).orElseThrow().version()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "", "A B", "x'; DROP TABLE hosts; --"})
  void unknownClientIsAnErrorOfItsOwn(String client) {
    StateWrite write = StateWrite.put("deployment." + client, new Json("{}"), "anna");
    assertThatThrownBy(() -> store.write(write))
        .isInstanceOf(UnknownClient.class)
        .hasMessageContaining("is not registered in cluster default");
    assertThat(store.get("deployment." + client)).isEmpty();
  }

  @Test
  void clientIsNotDeletedThroughItsSchedule() {
    assertThatThrownBy(() -> store.write(StateWrite.delete(KEY, "anna")))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("set status to paused, or deregister the client");
  }

  @Test
  void conditionOnTheVersionHolds() {
    long version = store.get(KEY).orElseThrow().version();
    StateWrite write = StateWrite.put(KEY, new Json("{\"sync_interval\": 60}"), "anna");
    assertThat(store.write(write.ifVersion(version + 5))).isEmpty();
    assertThat(store.write(write.ifVersion(0))).isEmpty();
    assertThat(schedule()).isEqualTo("active|false|300");
    assertThat(store.write(write.ifVersion(version))).isPresent();
    assertThat(schedule()).isEqualTo("active|false|60");
  }

  @Test
  void everyNodeHearsOfItWithinASecondWhoeverChangesIt() {
    StateStore other = stores.node();
    assertThat(other.get(KEY)).isPresent();
    Heard heard = new Heard();
    other.watch("deployment.", heard);
    put("{\"sync_interval\": 60}");
    await().atMost(A_SECOND).untilAsserted(() -> assertThat(heard.lines()).hasSize(1));
    database.execute("UPDATE sync_metadata.client_deployments SET sync_enabled = true");
    await()
        .atMost(A_SECOND)
        .untilAsserted(
            () ->
                assertThat(other.get(KEY).orElseThrow().value().text())
                    .contains("\"sync_enabled\" : true, \"sync_interval\" : 60"));
    await().atMost(A_SECOND).untilAsserted(() -> assertThat(heard.lines()).hasSize(2));
  }

  @Test
  void clientThatLeavesAndComesBackIsSeen() {
    StateStore other = stores.node();
    long version = other.get(KEY).orElseThrow().version();
    database.execute("SELECT sync_metadata.deregister_client('acme-corp', true)");
    await().atMost(A_SECOND).untilAsserted(() -> assertThat(other.get(KEY)).isEmpty());
    assertThat(other.list("")).isEmpty();
    database.register(StateDatabase.CLUSTER, "acme-corp");
    await().atMost(A_SECOND).untilAsserted(() -> assertThat(other.get(KEY)).isPresent());
    assertThat(other.get(KEY).orElseThrow().version()).isGreaterThan(version);
    assertThat(other.list("")).hasSize(1);
  }

  @Test
  void runningSyncsDoNotNotifyButTheNextPollShowsThem() {
    long version = store.get(KEY).orElseThrow().version();
    database.execute("UPDATE sync_metadata.client_deployments SET fingerprint = 'x'");
    assertThat(stores.node().get(KEY).orElseThrow().version()).isEqualTo(version);
    database.execute("UPDATE sync_metadata.client_deployments SET last_sync_at = now()");
    assertThat(stores.node().get(KEY).orElseThrow().version()).isEqualTo(version + 1);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThat(store.get(KEY).orElseThrow().version()).isEqualTo(version + 1));
  }

  @Test
  void changedScheduleIsDueFromTheLastRunOn() {
    put("{\"sync_enabled\": true}");
    assertThat(database.query("SELECT next_sync_at <= now() FROM sync_metadata.client_deployments"))
        .containsExactly("t");
    database.execute("UPDATE sync_metadata.client_deployments SET last_sync_at = now()");
    put("{\"sync_interval\": 3600}");
    assertThat(
            database.query(
                "SELECT next_sync_at = last_sync_at + interval '1 hour'"
                    + " FROM sync_metadata.client_deployments"))
        .containsExactly("t");
  }

  @Test
  void changeIsInTheAuditLog() {
    put("{\"sync_interval\": 900}");
    assertThat(
            database.query(
                "SELECT concat_ws('|', actor, client_name, details) FROM sync_metadata.audit_log"
                    + " WHERE action = 'change_schedule' ORDER BY audit_id DESC LIMIT 1"))
        .isEqualTo(List.of("anna|acme-corp|{\"sync_interval\": 900}"));
  }

  @Test
  void entryOfAScheduleIsWrittenNowhereElse() {
    assertThatThrownBy(
            () ->
                StateDatabase.query(
                    database.connections(StateDatabase.CLUSTER),
                    "INSERT INTO sync_metadata.state (key, value)"
                        + " VALUES ('deployment.acme-corp', '{}') RETURNING key"))
        .hasRootCauseMessage(
            "ERROR: state deployment.acme-corp: a schedule is kept in client_deployments\n"
                + "  Hint: Update status, sync_enabled or sync_interval there.\n"
                + "  Where: PL/pgSQL function sync_metadata.stamp_state() line 8 at RAISE");
  }

  private String read() {
    return store.get(KEY).orElseThrow().value().text();
  }

  private StateEntry put(String json) {
    return store.write(StateWrite.put(KEY, new Json(json), "anna")).orElseThrow();
  }

  private String schedule() {
    return database
        .query(
            "SELECT concat_ws('|', status, sync_enabled::text, sync_interval)"
                + " FROM sync_metadata.client_deployments")
        .get(0);
  }
}
