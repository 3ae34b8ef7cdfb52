package dev.tributary.test.sqlite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Upgrades a file as the app's later releases do: step by step, each statement a commit of its own.
 *
 * <p>A file on which only the first steps were done is real, too: the app only logs a failed step.
 */
public final class OpenWebUiUpgrade {

  /** The steps in the order of the releases; each needs those before it. */
  public enum Step {
    ADD_COLUMNS("1-add-columns.sql"),
    GROUP_MEMBERS("2-group-members.sql", "group.user_ids"),
    API_KEYS("3-api-keys.sql", "user.api_key"),
    PROMPT_TEXT_KEY("4-prompt-text-key.sql"),
    CHAT_MESSAGES("5-chat-messages.sql"),
    ACCESS_GRANTS(
        "6-access-grants.sql",
        "model.access_control",
        "tool.access_control",
        "knowledge.access_control",
        "file.access_control",
        "note.access_control",
        "channel.access_control"),
    CONFIG_KEYS("7-config-keys.sql"),
    SHARED_CHATS("8-shared-chats.sql"),
    NEW_TABLES("9-new-tables.sql"),
    DECLARED_PRIMARY_KEYS("");

    private final String script;
    private final List<String> droppedColumns;

    Step(String script, String... droppedColumns) {
      this.script = script;
      this.droppedColumns = List.of(droppedColumns);
    }
  }

  private static final List<String> TABLES_WITHOUT_KEY =
      List.of("auth", "chat", "chatidtag", "file", "function", "memory", "model", "tool", "user");

  private OpenWebUiUpgrade() {}

  /** All steps. */
  public static void all(Path file) {
    steps(file, Step.values());
  }

  /** These steps, in this order. */
  public static void steps(Path file, Step... steps) {
    for (Step step : steps) {
      step(file, step, statement -> {});
    }
  }

  /** One step; {@code afterEach} sees each statement when it is committed, to look in between. */
  public static void step(Path file, Step step, Consumer<String> afterEach) {
    try (SqliteSession session = SqliteSession.open(file)) {
      session.run("PRAGMA synchronous = OFF");
      Consumer<String> act =
          statement -> {
            session.run(statement);
            afterEach.accept(statement);
          };
      if (!step.script.isEmpty()) {
        SqlScript.statements("upgrade/" + step.script).forEach(act);
      }
      rebuilds(session, step).forEach(rebuild -> rebuild.statements().forEach(act));
      act.accept("UPDATE alembic_version SET version_num = '%012x'".formatted(step.ordinal() + 1));
    }
  }

  private static List<BatchRebuild> rebuilds(SqliteSession session, Step step) {
    List<BatchRebuild> rebuilds = new ArrayList<>();
    for (String dropped : step.droppedColumns) {
      String[] tableAndColumn = dropped.split("\\.");
      rebuilds.add(BatchRebuild.withoutColumn(session, tableAndColumn[0], tableAndColumn[1]));
    }
    if (step == Step.DECLARED_PRIMARY_KEYS) {
      TABLES_WITHOUT_KEY.forEach(
          table -> rebuilds.add(BatchRebuild.withPrimaryKey(session, table, "id")));
    }
    return rebuilds;
  }
}
