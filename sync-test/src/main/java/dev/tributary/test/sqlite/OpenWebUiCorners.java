package dev.tributary.test.sqlite;

import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import java.util.ArrayList;
import java.util.List;

/** Plants each corner value in a row of its own, where the app's own tables let it in. */
final class OpenWebUiCorners {
  private static final String MEMORY = "INSERT INTO memory VALUES (%s, 'corner', %s, 1, 1)";
  private static final String CHAT =
      "INSERT INTO chat VALUES (%s, 'corner', 'corner', NULL, %s, 1, %s, %s, %s, '{}', NULL)";
  private static final String FEEDBACK =
      "INSERT INTO feedback VALUES (%s, NULL, %s, 'rating', '{}', NULL, 'null', %s, %s)";
  private static final String USER =
      """
      INSERT INTO user VALUES (%s, 'corner', 'corner', 'user', '', NULL, 1, 1, 1, NULL, NULL, NULL,
        replace(hex(zeroblob(300)), '00', 'n'), NULL, NULL, '2024-02-30')""";

  private final SqliteSession session;
  private final Encoding encoding;
  private final List<Corner> planted = new ArrayList<>();

  OpenWebUiCorners(SqliteSession session, Encoding encoding) {
    this.session = session;
    this.encoding = encoding;
  }

  List<Corner> planted() {
    return List.copyOf(planted);
  }

  void plant() {
    CornerValues.texts(encoding).forEach(this::plantText);
    plantText("one_megabyte", CornerValues.megabyte());
    CornerValues.json().forEach(this::plantJson);
    CornerValues.numbers().forEach(this::plantNumber);
    plantBooleans();
    plantTimes();
    plantKeys();
    plantOthers();
  }

  private void plantText(String kind, String value) {
    session.run(MEMORY.formatted(key(kind), value));
    note(kind, "memory", "content");
  }

  private void plantJson(String kind, String value) {
    session.run(CHAT.formatted(key(kind), "0", "2", value, "NULL"));
    note(kind, "chat", "chat");
  }

  private void plantNumber(String kind, String value) {
    session.run(FEEDBACK.formatted(key(kind), value, "1", "1"));
    note(kind, "feedback", "version");
  }

  private void plantBooleans() {
    plantChat("boolean_two", "archived", CHAT.formatted("%s", "2", "2", "'{}'", "NULL"));
    plantChat("boolean_text_true", "pinned", CHAT.formatted("%s", "0", "2", "'{}'", "'true'"));
    plantChat("boolean_real", "pinned", CHAT.formatted("%s", "0", "2", "'{}'", "0.5"));
    plantChat("boolean_number_two", "pinned", CHAT.formatted("%s", "0", "2", "'{}'", "2"));
  }

  private void plantTimes() {
    CornerValues.numbers()
        .forEach(
            (kind, value) ->
                plantChat(
                    "time_" + kind,
                    "updated_at",
                    CHAT.formatted("%s", "0", value, "'{}'", "NULL")));
  }

  private void plantChat(String kind, String column, String template) {
    session.run(template.formatted(key(kind)));
    note(kind, "chat", column);
  }

  /** Keys that are equal for anyone who trims, folds case, cuts or normalises. */
  private void plantKeys() {
    List<String> keys =
        List.of(
            "'ai'",
            "'AI'",
            "'ai '",
            "' ai'",
            "''",
            "'\ufb01'",
            "'fi'",
            "'\u00e9'",
            "'e' || char(0x301)",
            "'a' || char(0) || 'i'",
            "'a' || char(0)",
            "replace(hex(zeroblob(300)), '00', 'x')",
            "replace(hex(zeroblob(300)), '00', 'x') || 'y'",
            "hex(zeroblob(4000))");
    for (String id : keys) {
      session.run("INSERT INTO tag VALUES (%s, 'corner', 'corner', NULL)".formatted(id));
      planted.add(new Corner("key_variant", "tag", "id", "user_id = 'corner' AND id = " + id));
    }
    for (String user : List.of("corner", "Corner", "corner ")) {
      session.run(
          "INSERT INTO folder VALUES ('shared', NULL, '%s', 'corner', NULL, NULL, 0, 1, 1, NULL)"
              .formatted(user));
      String where = "id = 'shared' AND user_id = '" + user + "'";
      planted.add(new Corner("composite_key_shared_first_part", "folder", "user_id", where));
    }
  }

  private void plantOthers() {
    session.run(USER.formatted(key("longer_than_varchar_50")));
    note("longer_than_varchar_50", "user", "username");
    session.run("UPDATE document SET content = x'255044462d00ff' WHERE id = 1");
    planted.add(new Corner("blob", "document", "content", "id = 1"));
    session.run(
        "INSERT INTO oauth_session VALUES (%s, 'nobody', 'x', '', 1, 1, 1)"
            .formatted(key("foreign_key_orphan")));
    note("foreign_key_orphan", "oauth_session", "user_id");
    session.run(
        "INSERT INTO channel_member VALUES (%s, 'c', 'u', NULL)".formatted(key("null_time")));
    note("null_time", "channel_member", "created_at");
  }

  private void note(String kind, String table, String column) {
    planted.add(new Corner(kind, table, column, "id = " + key(kind)));
  }

  private static String key(String kind) {
    return "'corner-" + kind + "'";
  }
}
