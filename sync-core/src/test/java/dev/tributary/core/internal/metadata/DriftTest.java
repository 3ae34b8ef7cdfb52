package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final String ENTRIES =
      """
      SELECT op || ' ' || coalesce(record_key::text, '-') || ' ' || coalesce(old_image ->> 'name', '-')
             || ' ' || status FROM client_a1._sync_drift ORDER BY drift_id
      """;

  private static TwoClusters clusters;
  private Session admin;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
    clusters.a.run(
        """
        SELECT sync_metadata.begin_load('a1', 'chat', 'chat',
          '[{"name": "id", "type": "text"}, {"name": "at", "type": "timestamptz"},
            {"name": "name", "type": "text"}, {"name": "doc", "type": "json"}]',
          '["id", "at"]', '{}')
        """);
    clusters.a.run("SELECT sync_metadata.finish_load('a1', 'chat', '[]')");
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  @BeforeEach
  void oneRow() throws SQLException {
    admin = clusters.admin;
    admin.run("SET tributary.apply = 'on'");
    admin.run("TRUNCATE client_a1.chat, client_a1._sync_drift");
    admin.run("INSERT INTO client_a1.chat VALUES ('1', '2026-01-02 03:04:05Z', 'ours', NULL, 5)");
    admin.run("RESET tributary.apply");
  }

  @Test
  void foreignUpdateKeepsTheFirstImage() throws SQLException {
    admin.run("SET timezone = 'Asia/Tokyo'");
    admin.run("UPDATE client_a1.chat SET name = 'theirs'");
    admin.run("UPDATE client_a1.chat SET name = 'theirs again'");
    admin.run("RESET timezone");
    assertThat(admin.all(ENTRIES))
        .containsExactly(
            "update {\"id\" : \"1\", \"at\" : \"2026-01-02T03:04:05+00:00\"} ours open");
    assertThat(admin.one("SELECT changed_by FROM client_a1._sync_drift"))
        .isEqualTo(clusters.database.superuser());
    assertThat(admin.one("SELECT _sync_hash FROM client_a1.chat")).isEqualTo("5");
  }

  @Test
  void keyInTheLogIsWhatJsonBuildObjectSays() throws SQLException {
    admin.run("UPDATE client_a1.chat SET name = 'theirs'");
    clusters.a.run("SET timezone = 'UTC'");
    assertThat(
            clusters.a.one(
                """
                SELECT count(*) FROM client_a1.chat t JOIN client_a1._sync_drift d
                  ON d.record_key::text = json_build_object('id', t.id, 'at', t.at)::text
                """))
        .isEqualTo("1");
  }

  @Test
  void foreignDeleteIsRemembered() throws SQLException {
    admin.run("DELETE FROM client_a1.chat");
    assertThat(admin.all(ENTRIES)).singleElement().asString().startsWith("delete").contains("ours");
  }

  @Test
  void foreignKeyChangeTakesTheRowFromUs() throws SQLException {
    admin.run("UPDATE client_a1.chat SET id = '2'");
    assertThat(admin.one("SELECT _sync_hash FROM client_a1.chat")).isEqualTo("null");
    assertThat(admin.all(ENTRIES))
        .singleElement()
        .asString()
        .startsWith("key_change {\"id\" : \"1\"");
    admin.run("UPDATE client_a1.chat SET name = 'x'"); // no longer ours: nothing to note
    assertThat(admin.all(ENTRIES)).hasSize(1);
  }

  @Test
  void truncateIsNoted() throws SQLException {
    admin.run("TRUNCATE client_a1.chat");
    admin.run("TRUNCATE client_a1.chat");
    assertThat(admin.all(ENTRIES)).containsExactly("truncate - - open");
  }

  @Test
  void resolvedEntryIsReopenedInPlace() throws SQLException {
    admin.run("UPDATE client_a1.chat SET name = 'first'");
    clusters.a.run("UPDATE client_a1._sync_drift SET status = 'resolved', resolved_at = now()");
    admin.run("UPDATE client_a1.chat SET name = 'second'");
    assertThat(admin.all(ENTRIES))
        .containsExactly(
            "update {\"id\" : \"1\", \"at\" : \"2026-01-02T03:04:05+00:00\"} first open");
  }

  @Test
  void ourOwnWritesAreNotNoted() throws SQLException {
    clusters.a.run("BEGIN; SET LOCAL tributary.apply = 'on'");
    clusters.a.run("UPDATE client_a1.chat SET name = 'new'");
    clusters.a.run("COMMIT");
    assertThat(admin.all(ENTRIES)).isEmpty();
    clusters.a.run("UPDATE client_a1.chat SET name = 'not in a run'");
    assertThat(admin.all(ENTRIES)).hasSize(1);
  }

  @Test
  void anyJsonAndAnyKeyCanBeOverwrittenByOthers() throws SQLException {
    admin.run("SET tributary.apply = 'on'");
    admin.run(
        "INSERT INTO client_a1.chat VALUES (repeat('k', 2000) || E'\"\\\\', 'infinity', 'x',"
            + " '{\"a\": \"\\u0000\"}', 6)");
    admin.run("RESET tributary.apply");
    assertThat(admin.fails("UPDATE client_a1.chat SET doc = '{}' WHERE name = 'x'")).isEmpty();
    assertThat(
            admin.one(
                "SELECT (old_image::text LIKE '%\\\\u0000%')::text FROM client_a1._sync_drift"))
        .isEqualTo("true");
  }
}
