package dev.tributary.test.sqlite;

import static dev.tributary.test.sqlite.JsonText.object;

import java.util.ArrayList;
import java.util.List;

/** What users do together: groups, channels with messages, notes. Times are nanoseconds here. */
final class OpenWebUiChannels {
  private final SqliteSession session;
  private final RandomText random;
  private final List<String> users;

  OpenWebUiChannels(SqliteSession session, RandomText random, List<String> users) {
    this.session = session;
    this.random = random;
    this.users = users;
  }

  void insert(int chats) {
    insertGroups();
    List<String> channels = insertChannels();
    for (int i = 0; i < chats / 3 + 10; i++) {
      insertMessage(random.oneOf(channels));
    }
    for (int i = 0; i < chats / 15 + 5; i++) {
      insertNote();
    }
  }

  private void insertGroups() {
    for (int i = 0; i < 3; i++) {
      long seconds = OpenWebUiPeople.NOW - random.below(90_000);
      String members = JsonText.of(users.subList(0, Math.min(users.size(), 2 + i)));
      session.insert(
          "group",
          random.uuid(),
          users.get(0),
          "Group " + i,
          "",
          "null",
          null,
          JsonText.of(object("chat", object("delete", true))),
          members,
          seconds,
          seconds);
    }
  }

  private List<String> insertChannels() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(random.uuid());
      long at = nanos();
      session.insert(
          "channel",
          ids.get(i),
          users.get(0),
          "channel-" + i,
          null,
          "null",
          "null",
          "{}",
          at,
          at,
          i == 0 ? null : "group");
      session.insert("channel_member", random.uuid(), ids.get(i), random.oneOf(users), at);
    }
    return ids;
  }

  private void insertMessage(String channel) {
    String id = random.uuid();
    long at = nanos();
    session.insert(
        "message",
        id,
        random.oneOf(users),
        channel,
        random.words(random.between(1, 30)),
        random.oneIn(2) ? "null" : JsonText.of(object("files", List.of())),
        null,
        at,
        at,
        null);
    if (random.oneIn(4)) {
      session.insert("message_reaction", random.uuid(), random.oneOf(users), id, "+1", at + 5);
    }
  }

  private void insertNote() {
    String text = random.words(random.between(5, 80));
    long at = nanos();
    String data =
        JsonText.of(
            object("content", object("json", null, "html", "<p>" + text + "</p>", "md", text)));
    session.insert(
        "note", random.uuid(), random.oneOf(users), random.words(3), data, "null", "{}", at, at);
  }

  private long nanos() {
    return (OpenWebUiPeople.NOW - random.below(90_000)) * 1_000_000_000L + random.below(1 << 29);
  }
}
