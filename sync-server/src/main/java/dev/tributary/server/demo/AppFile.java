package dev.tributary.server.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The app's own connection to its file: WAL journal and a busy timeout, as the app sets them. */
final class AppFile implements AutoCloseable {
  private static final long EPOCH = 1_760_000_000L;
  private static final String INSERT_CHAT =
      """
      INSERT INTO chat (id, user_id, title, archived, created_at, updated_at, chat, pinned, meta)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** Values that a careless mirror loses: NUL, broken UTF-8, huge and odd numbers, '' and NULL. */
  private static final List<String> ODD_MESSAGES =
      List.of(
          "INSERT INTO message VALUES ('odd-1', 'u', NULL, CAST(x'610062' AS TEXT), 'null', 1e400, 1)",
          "INSERT INTO message VALUES ('odd-2', 'u', '', CAST(x'fffe41' AS TEXT), '{\"a\":\"\\u0000\"}',"
              + " -0.0, 2)",
          "INSERT INTO message VALUES ('odd-3', 'u', 'c', '', NULL, 9223372036854775807, 'soon')",
          "INSERT INTO message VALUES ('odd-4', 'u', 'c', x'0001ff', '{\"a\":1,\"a\":2}', 0.1, 4.5)",
          "INSERT INTO message VALUES ('odd-5', 'u', 'c', 'plain', '\"\\ud83d\"', '12', -1)");

  private final Connection connection;
  private final AppContent content;
  private int nextChat;

  AppFile(Path file, AppContent content) throws SQLException {
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    this.content = content;
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=NORMAL");
    run("PRAGMA busy_timeout=5000");
  }

  /** Creates the tables and fills them. */
  void create(int chats) throws SQLException {
    for (String statement : AppSchema.CREATE) {
      run(statement);
    }
    inTransaction(
        () -> {
          for (int i = 0; i < chats / 20; i++) {
            insertUser(i);
          }
          insertChats(chats);
          insertMessages(chats * 3);
          for (int i = 0; i < chats / 10; i++) {
            insertFile(i);
          }
          for (String odd : ODD_MESSAGES) {
            run(odd);
          }
          run("INSERT INTO config (id, data, version) VALUES (1, '{\"ui\": {}}', 0)");
        });
  }

  private void insertUser(int i) throws SQLException {
    update(
        "INSERT INTO \"user\" VALUES (?, ?, ?, 'user', ?, '{\"theme\": \"dark\"}', ?)",
        "u" + i,
        content.sentence(2),
        "u" + i + "@example.org",
        "data:image/png;base64," + "iVBORw0KGgo".repeat(50),
        EPOCH + i);
    update("INSERT INTO tag VALUES ('work', 'work', ?, NULL)", "u" + i);
    update("INSERT INTO tag VALUES ('home', 'home', ?, '{}')", "u" + i);
  }

  private void insertChats(int count) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_CHAT)) {
      for (int i = 0; i < count; i++) {
        bindChat(insert);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void bindChat(PreparedStatement insert) throws SQLException {
    int number = nextChat++;
    insert.setString(1, "chat-" + number);
    insert.setString(2, "u" + content.number(100));
    insert.setString(3, content.sentence(4));
    insert.setInt(4, number % 7 == 0 ? 1 : 0);
    insert.setLong(5, EPOCH + number);
    insert.setLong(6, EPOCH + number);
    insert.setString(7, content.conversation());
    insert.setObject(8, number % 3 == 0 ? null : number % 2);
    insert.setString(9, number % 5 == 0 ? "null" : "{\"tags\": [\"work\"]}");
  }

  private void insertMessages(int count) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO message VALUES (?, ?, 'c1', ?, NULL, ?, ?)")) {
      for (int i = 0; i < count; i++) {
        insert.setString(1, "m" + i);
        insert.setString(2, "u" + content.number(100));
        insert.setString(3, content.sentence(12));
        insert.setDouble(4, content.number(1000) / 7.0);
        insert.setLong(5, EPOCH * 1_000_000_000L + i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void insertFile(int i) throws SQLException {
    update(
        "INSERT INTO file VALUES (?, 'u1', ?, ?, ?, ?)",
        content.id("file"),
        content.sentence(1) + ".pdf",
        "{\"content\": \"" + content.sentence(200) + "\"}",
        content.bytes(500),
        EPOCH + i);
  }

  /**
   * One small write as a person's click makes it: a new chat, an edited one, now and then a delete.
   */
  void click() throws SQLException {
    inTransaction(
        () -> {
          insertChats(1);
          int edited = content.number(nextChat);
          update("UPDATE chat SET title = ? WHERE id = ?", content.sentence(3), "chat-" + edited);
          if (nextChat % 4 == 0) {
            update("DELETE FROM chat WHERE id = ?", "chat-" + content.number(nextChat));
          }
        });
  }

  /**
   * Three new chats, five edited ones of which none gets a new updated_at, two deleted.
   *
   * @return rows touched
   */
  int changeTen() throws SQLException {
    int[] touched = new int[1];
    inTransaction(
        () -> {
          insertChats(3);
          touched[0] =
              3
                  + update(
                      "UPDATE chat SET title = title || '!' WHERE id IN"
                          + " (SELECT id FROM chat ORDER BY id LIMIT 5)")
                  + update(
                      "DELETE FROM chat WHERE id IN (SELECT id FROM chat ORDER BY id DESC LIMIT 2)");
        });
    return touched[0];
  }

  /** Upgrades the tables in one transaction, as the app's migrations do. */
  void upgrade() throws SQLException {
    inTransaction(
        () -> {
          for (String statement : AppSchema.UPGRADE) {
            run(statement);
          }
        });
  }

  private void inTransaction(Work work) throws SQLException {
    run("BEGIN IMMEDIATE");
    try {
      work.run();
      run("COMMIT");
    } catch (SQLException e) {
      run("ROLLBACK");
      throw e;
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }
}
