package dev.tributary.test.sqlite;

import static dev.tributary.test.sqlite.JsonText.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chats: one document per row, each message in it twice, about 2 KB with a long tail. */
final class OpenWebUiChats {
  private static final List<String> TAGS =
      List.of("general", "python", "work_notes", "übung", "todo", "Общее");

  private final SqliteSession session;
  private final RandomText random;
  private final List<String> users;

  OpenWebUiChats(SqliteSession session, RandomText random, List<String> users) {
    this.session = session;
    this.random = random;
    this.users = users;
  }

  void insert(int count) {
    insertTags();
    List<String> folders = insertFolders(count / 15 + 2);
    for (int i = 0; i < count; i++) {
      insertChat(random.oneOf(users), random.oneOf(folders), i);
    }
  }

  private void insertTags() {
    for (String user : users) {
      for (String tag : TAGS.subList(0, random.between(1, TAGS.size()))) {
        session.insert("tag", tag, tag.replace('_', ' '), user, random.oneIn(2) ? "null" : null);
      }
    }
  }

  private List<String> insertFolders(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = OpenWebUiPeople.NOW - random.below(9_000_000);
      ids.add(random.uuid());
      @Nullable String parent = i > 2 && random.oneIn(3) ? ids.get(i - 1) : null;
      session.insert(
          "folder",
          ids.get(i),
          parent,
          random.oneOf(users),
          random.words(2),
          "null",
          null,
          random.below(2),
          at,
          at + 7,
          "{}");
    }
    return ids;
  }

  private void insertChat(String user, String folder, int number) {
    String id = random.uuid();
    String title = random.words(random.between(2, 6));
    long created = OpenWebUiPeople.NOW - random.below(9_000_000);
    String chat = JsonText.of(document(title, created));
    @Nullable String shared = random.oneIn(30) ? random.uuid() : null;
    String tag = random.oneOf(TAGS);
    String meta = random.oneIn(2) ? "{}" : JsonText.of(object("tags", List.of(tag)));
    session.insert(
        "chat",
        id,
        user,
        title,
        shared,
        random.oneIn(12) ? 1 : 0,
        created,
        created + random.below(90_000),
        chat,
        random.oneIn(3) ? null : random.below(2),
        meta,
        random.oneIn(4) ? folder : null);
    if (shared != null) {
      insertShared(shared, id, title, chat, created);
    }
    if (number % 25 == 0) {
      session.insert("chatidtag", random.uuid(), tag, id, user, created);
    }
  }

  /** A shared chat is a copy that belongs to nobody. */
  private void insertShared(String id, String original, String title, String chat, long at) {
    session.insert(
        "chat", id, "shared-" + original, title, null, 0, at, at, chat, null, "{}", null);
  }

  private Map<String, @Nullable Object> document(String title, long created) {
    List<@Nullable Object> messages = messages(created);
    Map<String, @Nullable Object> byId = new LinkedHashMap<>();
    @Nullable Object current = null;
    for (Object message : messages) {
      current = ((Map<?, ?>) message).get("id");
      byId.put(String.valueOf(current), message);
    }
    return object(
        "id",
        "",
        "title",
        title,
        "models",
        List.of("llama3.1:8b"),
        "params",
        object(),
        "history",
        object("messages", byId, "currentId", current),
        "messages",
        messages,
        "tags",
        List.of(),
        "timestamp",
        created * 1000,
        "files",
        List.of());
  }

  private List<@Nullable Object> messages(long created) {
    List<@Nullable Object> messages = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    int count = 2 * turns();
    for (int i = 0; i <= count; i++) {
      ids.add(random.uuid());
    }
    for (int i = 0; i < count; i++) {
      @Nullable String parent = i == 0 ? null : ids.get(i - 1);
      List<String> children = i == count - 1 ? List.of() : List.of(ids.get(i + 1));
      messages.add(message(ids.get(i), parent, children, created + i));
    }
    return messages;
  }

  private int turns() {
    int dice = random.below(200);
    return dice == 0 ? random.between(15, 50) : dice < 12 ? random.between(3, 8) : 1;
  }

  private Map<String, @Nullable Object> message(
      String id, @Nullable String parent, List<String> children, long at) {
    boolean fromUser = parent == null || random.oneIn(2);
    Map<String, @Nullable Object> message =
        object(
            "id",
            id,
            "parentId",
            parent,
            "childrenIds",
            children,
            "role",
            fromUser ? "user" : "assistant",
            "content",
            random.words(fromUser ? random.between(3, 15) : random.between(5, 40)),
            "timestamp",
            at);
    if (random.oneIn(400)) {
      message.put("files", List.of(object("type", "image", "url", random.dataUri(9_000))));
    }
    return message;
  }
}
