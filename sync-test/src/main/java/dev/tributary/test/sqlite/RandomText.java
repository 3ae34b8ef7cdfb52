package dev.tributary.test.sqlite;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Seeded words, sentences, ids and numbers: the same seed gives the same file. */
final class RandomText {
  private static final List<String> WORDS =
      List.of(
          "please",
          "explain",
          "how",
          "the",
          "engine",
          "copies",
          "rows",
          "when",
          "a",
          "table",
          "changes",
          "under",
          "load",
          "write",
          "short",
          "poem",
          "about",
          "rivers",
          "and",
          "their",
          "tributaries",
          "summary",
          "of",
          "this",
          "report",
          "in",
          "three",
          "points",
          "translate",
          "into",
          "French",
          "naïve",
          "façade",
          "Straße",
          "Привет",
          "мир",
          "你好",
          "世界",
          "नमस्ते",
          "مرحبا",
          "🚀",
          "👩‍👩‍👧",
          "it's",
          "\"quoted\"",
          "50%",
          "C:\\temp",
          "<b>bold</b>");

  private final Random random;

  RandomText(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  <T> List<T> shuffled(List<T> things) {
    List<T> shuffled = new ArrayList<>(things);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  String uuid() {
    long high = random.nextLong() & ~0xF000L | 0x4000L;
    long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(oneOf(WORDS));
    }
    return text.toString();
  }

  String hex(int digits) {
    StringBuilder text = new StringBuilder();
    while (text.length() < digits) {
      text.append(Integer.toHexString(random.nextInt(16)));
    }
    return text.toString();
  }

  /** A picture as the app keeps it in its rows. */
  String dataUri(int bytes) {
    byte[] picture = new byte[bytes];
    random.nextBytes(picture);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(picture);
  }
}
