package dev.tributary.benchmarks.source;

import java.util.Random;

/** Text of invented words, inside a JSON string: with line ends, quotes and some accents. */
final class Words {
  private static final int VOCABULARY = 3000;
  private static final String[] SYLLABLES = {
    "ta", "ri", "con", "de", "mo", "sel", "ver", "in", "po", "lan", "ge", "stra", "ur", "pe", "ti",
    "an", "ch", "o", "ble", "fi", "nu", "cr", "ea", "sh", "th", "wo", "qu", "ss", "er", "ü", "é"
  };

  private final Random random;
  private final String[] vocabulary = new String[VOCABULARY];

  Words(Random random) {
    this.random = random;
    for (int i = 0; i < VOCABULARY; i++) {
      StringBuilder word = new StringBuilder();
      int syllables = i < 100 ? 1 : 1 + random.nextInt(4);
      for (int s = 0; s < syllables; s++) {
        word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      vocabulary[i] = word.toString();
    }
  }

  /** Frequent words are much more frequent, as in a language. */
  String next() {
    double place = Math.pow(VOCABULARY, random.nextDouble());
    return vocabulary[(int) Math.min(VOCABULARY - 1, place)];
  }

  String sentence(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(text.length() == 0 ? "" : " ").append(next());
    }
    return text.toString();
  }

  void append(StringBuilder text, int length) {
    int end = text.length() + length;
    while (text.length() < end) {
      text.append(next());
      int mark = random.nextInt(40);
      text.append(mark == 0 ? ".\\n\\n" : mark == 1 ? " \\\"" : mark < 5 ? ", " : " ");
    }
  }
}
