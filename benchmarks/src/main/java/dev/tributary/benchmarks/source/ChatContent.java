package dev.tributary.benchmarks.source;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Chats as Open WebUI keeps them: one JSON text each, 2 KB on average, a few as long as 98 KB.
 *
 * <p>Lengths are log-normal, words have the frequencies of a natural language, so that compression
 * finds about as much in them as in real ones.
 */
final class ChatContent implements Content {
  private static final int LONGEST = 98_000;
  private static final double MEDIAN = 1_040;
  private static final double SPREAD = 1.1;
  private static final int LONGEST_MESSAGE = 900;
  private static final long START = 1_700_000_000L;

  private final Random random = new Random(20261122);
  private final Words words = new Words(random);

  @Override
  public String table() {
    return "chat";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.text("id"),
        Column.text("user_id"),
        Column.text("title"),
        Column.json("chat"),
        Column.integer("created_at"),
        Column.integer("updated_at"),
        Column.text("share_id"),
        Column.integer("archived"),
        Column.integer("pinned"),
        Column.json("meta"),
        Column.text("folder_id"));
  }

  @Override
  public @Nullable Object[] row(long number) {
    long created = START + number * 13;
    String title = words.sentence(20 + random.nextInt(40));
    return new Object[] {
      uuid().toString(),
      new UUID(7, random.nextInt(400)).toString(),
      title,
      chat(title, created, length()),
      created,
      created + random.nextInt(86_400),
      random.nextInt(50) == 0 ? uuid().toString() : null,
      (long) (random.nextInt(10) == 0 ? 1 : 0),
      (long) (random.nextInt(20) == 0 ? 1 : 0),
      random.nextInt(3) == 0 ? "{\"tags\": [\"" + words.next() + "\"]}" : "{}",
      null
    };
  }

  @Override
  public String touch() {
    return "UPDATE chat SET title = title || '.', updated_at = updated_at + 1,"
        + " chat = replace(chat, '\"files\": []', '\"files\": [\"' || updated_at || '\"]')"
        + " WHERE rowid = ?1 + 1";
  }

  private int length() {
    double length = MEDIAN * Math.exp(SPREAD * random.nextGaussian());
    return (int) Math.min(LONGEST, length);
  }

  private String chat(String title, long at, int length) {
    StringBuilder text = new StringBuilder(length + 300);
    text.append("{\"title\": \"").append(title).append("\", \"models\": [\"llama3.1:8b\"], ");
    text.append("\"files\": [], \"messages\": [");
    UUID parent = uuid();
    for (int message = 0; message == 0 || text.length() < length; message++) {
      UUID id = uuid();
      text.append(message == 0 ? "" : ", ").append("{\"id\": \"").append(id);
      text.append("\", \"parentId\": \"").append(parent).append("\", \"role\": \"");
      text.append(message % 2 == 0 ? "user" : "assistant").append("\", \"content\": \"");
      int room = Math.max(1, length - text.length() - 30);
      words.append(text, Math.min(room, 60 + random.nextInt(LONGEST_MESSAGE)));
      text.append("\", \"timestamp\": ").append(at + message * 17L).append('}');
      parent = id;
    }
    return text.append("]}").toString();
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
