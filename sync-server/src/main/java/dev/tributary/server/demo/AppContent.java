package dev.tributary.server.demo;

import java.util.Random;

/** Texts and documents as the app's people write them, always the same for one seed. */
final class AppContent {
  private static final String[] WORDS =
      ("sync copy lease river delta meander source mouth confluence basin \u00fcber na\u00efve \u6c34 "
              + "\ud83c\udf0a flow bank ferry bridge mill otter reed heron")
          .split(" ");

  private final Random random;

  AppContent(long seed) {
    this.random = new Random(seed);
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  String id(String kind) {
    return kind + "-" + Long.toHexString(random.nextLong());
  }

  String sentence(int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  /**
   * A whole conversation in one value, ASCII escapes included, a few hundred bytes to some 30 kB.
   */
  String conversation() {
    StringBuilder json = new StringBuilder("{\"history\": {\"messages\": [");
    int messages = 1 + random.nextInt(random.nextInt(20) == 0 ? 200 : 12);
    for (int i = 0; i < messages; i++) {
      json.append(i == 0 ? "" : ", ")
          .append("{\"role\": \"")
          .append(i % 2 == 0 ? "user" : "assistant")
          .append("\", \"content\": \"\\ud83c\\udf0a ")
          .append(sentence(5 + random.nextInt(30)))
          .append("\", \"timestamp\": ")
          .append(1_760_000_000L + i)
          .append("}");
    }
    return json.append("]}}").toString();
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
