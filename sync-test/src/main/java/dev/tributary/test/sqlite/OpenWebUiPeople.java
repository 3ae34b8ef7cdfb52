package dev.tributary.test.sqlite;

import static dev.tributary.test.sqlite.JsonText.object;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of upgrades, the configuration, and the users with what belongs to them alone. */
final class OpenWebUiPeople {
  /** Seconds: the moment at which the file was "copied". */
  static final long NOW = 1_760_000_000L;

  private static final List<String> UPGRADES =
      List.of(
          "initial_schema",
          "add_local_sharing",
          "add_auth_api_key",
          "add_archived",
          "add_updated_at",
          "migrate_timestamps_and_charfields",
          "add_user_last_active_at",
          "add_memory",
          "add_models",
          "migrate_modelfiles_to_models",
          "add_user_settings",
          "add_tools",
          "add_user_info",
          "add_files",
          "add_functions",
          "add_valves_and_is_active",
          "add_user_oauth_sub",
          "add_function_is_global");

  private final SqliteSession session;
  private final RandomText random;

  OpenWebUiPeople(SqliteSession session, RandomText random) {
    this.session = session;
    this.random = random;
  }

  /** The ids of the users. */
  List<String> insert(int count) {
    insertHistory();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = random.uuid();
      ids.add(id);
      insertUser(id, i);
      insertMemories(id);
    }
    insertSessions(ids);
    return ids;
  }

  private void insertHistory() {
    for (int i = 0; i < UPGRADES.size(); i++) {
      String name = "%03d_%s".formatted(i + 1, UPGRADES.get(i));
      String at = "2024-11-05 10:11:%02d.123456".formatted(i + 1);
      session.insert("migratehistory", i + 1, name, at);
    }
    session.insert("alembic_version", "38d63c18f30f");
    String data =
        JsonText.of(object("version", 0, "ui", object("default_locale", "", "banners", List.of())));
    // created_at is UTC by SQLite's default, updated_at is the server's local time.
    session.insert("config", 1, data, 0, "2025-09-28 03:37:37", "2025-10-01 11:22:33.123456");
  }

  private void insertUser(String id, int number) {
    String email = "user" + number + "@example.org";
    long since = NOW - random.between(86_400, 20_000_000);
    String picture = random.oneIn(5) ? random.dataUri(random.between(900, 6000)) : "/user.png";
    String settings = JsonText.of(object("ui", object("theme", "dark", "models", List.of())));
    @Nullable String google =
        random.oneIn(3) ? "google@" + random.between(1, 1 << 30) + number : null;
    @Nullable String born = random.oneIn(4) ? "19%02d-0%d-1%d".formatted(number % 90, 3, 4) : null;
    session.insert(
        "user",
        id,
        random.words(2),
        email,
        number == 0 ? "admin" : "user",
        picture,
        random.oneIn(4) ? "sk-" + random.hex(32) : null,
        since,
        since,
        NOW - number,
        random.oneIn(6) ? null : settings,
        random.oneIn(2) ? "null" : null,
        google,
        random.oneIn(3) ? "user" + number : null,
        null,
        null,
        born);
    session.insert("auth", id, email, "$2b$12$" + random.hex(53), 1);
  }

  private void insertMemories(String user) {
    for (int i = random.below(4); i > 0; i--) {
      long at = NOW - random.below(5_000_000);
      session.insert("memory", random.uuid(), user, random.words(random.between(3, 25)), at, at);
    }
  }

  /** Foreign keys are never switched on in the app, so sessions outlive their users. */
  private void insertSessions(List<String> users) {
    for (int i = 0; i < users.size() / 2 + 2; i++) {
      String user = i == 0 ? "deleted-" + random.uuid() : random.oneOf(users);
      long at = NOW - random.below(900_000);
      session.insert(
          "oauth_session",
          random.uuid(),
          user,
          "google",
          "gAAAAA" + random.hex(900),
          at + 3600,
          at,
          at);
    }
  }
}
