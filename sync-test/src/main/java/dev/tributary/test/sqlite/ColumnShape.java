package dev.tributary.test.sqlite;

import java.util.Locale;

/** A column as SQLite declares it now. */
record ColumnShape(String name, String type, boolean notNull, int keyPart, boolean generated) {

  boolean isTime() {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("updated_at") || lower.equals("timestamp");
  }

  String quoted() {
    return SqliteSession.quoted(name);
  }
}
