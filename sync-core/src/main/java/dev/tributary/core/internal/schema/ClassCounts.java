package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.TargetType;

/**
 * How many cells of a column have which storage class.
 *
 * @param bits the integers among them that are 0 or 1
 */
record ClassCounts(long nulls, long integers, long reals, long texts, long blobs, long bits) {
  static final ClassCounts NONE = new ClassCounts(0, 0, 0, 0, 0, 0);

  long values() {
    return integers + reals + texts + blobs;
  }

  /** Whether the type holds every value of today. */
  boolean fit(TargetType type) {
    return strays(type) == 0;
  }

  /** The values of a class that the type does not hold. */
  long strays(TargetType type) {
    return values() - held(type);
  }

  private long held(TargetType type) {
    return switch (type) {
      case BIGINT, TIMESTAMPTZ_S, TIMESTAMPTZ_MS, TIMESTAMPTZ_US, TIMESTAMPTZ_NS -> integers;
      case BOOLEAN -> bits;
      case DOUBLE -> reals;
      case NUMERIC -> integers + reals;
      case TEXT, JSON, JSONB -> texts;
      case BYTEA -> blobs;
    };
  }

  /** For people: {@code 12 integers, 1 text}. */
  String said() {
    StringBuilder said = new StringBuilder();
    say(said, integers, "integer");
    say(said, reals, "real");
    say(said, texts, "text");
    say(said, blobs, "blob");
    return said.toString();
  }

  private static void say(StringBuilder said, long count, String word) {
    if (count > 0) {
      said.append(said.isEmpty() ? "" : ", ").append(count).append(' ').append(word);
      said.append(count == 1 ? "" : "s");
    }
  }
}
