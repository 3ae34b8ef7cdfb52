package dev.tributary.test.sqlite;

import static dev.tributary.test.sqlite.JsonText.object;

import java.util.List;

/** What users prepare for their chats: prompts, models, tools, functions, files, knowledge. */
final class OpenWebUiWorkspace {
  private static final long NOW = OpenWebUiPeople.NOW;

  private final SqliteSession session;
  private final RandomText random;
  private final List<String> users;

  OpenWebUiWorkspace(SqliteSession session, RandomText random, List<String> users) {
    this.session = session;
    this.random = random;
    this.users = users;
  }

  void insert(int chats) {
    for (int i = 0; i < 6; i++) {
      insertPrompt(i);
      insertModel(i);
      insertTool(i);
      insertFunction(i);
      insertKnowledge();
      insertDocument(i);
    }
    for (int i = 0; i < chats / 10 + 3; i++) {
      insertFile();
      insertFeedback();
    }
  }

  private void insertPrompt(int number) {
    session.insert(
        "prompt",
        number + 1,
        "/prompt-" + number,
        random.oneOf(users),
        random.words(3),
        random.words(40),
        NOW - number,
        number % 2 == 0 ? "null" : accessControl());
  }

  private void insertModel(int number) {
    String meta = JsonText.of(object("description", null, "capabilities", object("vision", true)));
    String params = JsonText.of(object("temperature", 0.7, "system", random.words(20)));
    session.insert(
        "model",
        "custom-model:" + number,
        random.oneOf(users),
        "llama3.1:8b",
        "Model " + number,
        meta,
        params,
        NOW - 99,
        NOW - number,
        number % 3 == 0 ? null : accessControl(),
        1);
  }

  private void insertTool(int number) {
    session.insert(
        "tool",
        "tool_" + number,
        random.oneOf(users),
        "Tool " + number,
        "def run():\n\tpass\n",
        "[]",
        "{}",
        NOW - 99,
        NOW - number,
        number % 2 == 0 ? null : "gAAAAA" + random.hex(100),
        "null");
  }

  private void insertFunction(int number) {
    session.insert(
        "function",
        "function_" + number,
        random.oneOf(users),
        "Function " + number,
        "filter",
        "class Filter:\r\n    pass\r\n",
        "{}",
        NOW - 99,
        NOW - number,
        null,
        number % 2,
        0);
  }

  private void insertKnowledge() {
    String data = JsonText.of(object("file_ids", List.of(random.uuid())));
    long at = NOW - random.below(90_000);
    session.insert(
        "knowledge",
        random.uuid(),
        random.oneOf(users),
        random.words(2),
        "",
        data,
        "null",
        at,
        at,
        "{}");
  }

  private void insertDocument(int number) {
    session.insert(
        "document",
        number + 1,
        "collection-" + number,
        "name-" + number,
        random.words(2),
        "paper " + number + ".pdf",
        "{}",
        random.oneOf(users),
        NOW - number);
  }

  private void insertFile() {
    String id = random.uuid();
    int words = random.oneIn(40) ? 8_000 : random.between(50, 400);
    String meta = JsonText.of(object("name", "report.pdf", "size", words * 5, "data", object()));
    long at = NOW - random.below(90_000);
    session.insert(
        "file",
        id,
        random.oneOf(users),
        "report.pdf",
        meta,
        at,
        random.hex(64),
        JsonText.of(object("content", random.words(words))),
        at,
        "/app/backend/data/uploads/" + id + "_report.pdf",
        "null");
  }

  private void insertFeedback() {
    String data =
        JsonText.of(object("rating", random.oneIn(3) ? -1 : 1, "comment", random.words(5)));
    String meta = JsonText.of(object("arena", false, "chat_id", random.uuid()));
    long at = NOW - random.below(900_000);
    session.insert(
        "feedback",
        random.uuid(),
        random.oneOf(users),
        0,
        "rating",
        data,
        meta,
        JsonText.of(object("chat", object("title", random.words(4)))),
        at,
        at + 1);
  }

  private String accessControl() {
    return JsonText.of(
        object("read", object("group_ids", List.of(), "user_ids", List.of(random.oneOf(users)))));
  }
}
