package dev.tributary.test.sqlite;

import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Random values for a column as SQL expressions, so that a log of statements is all one needs. */
final class RandomLiterals {
  private final RandomText random;
  private final List<String> corners = new ArrayList<>();

  RandomLiterals(RandomText random, Encoding encoding) {
    this.random = random;
    for (Map<String, String> values :
        List.of(CornerValues.texts(encoding), CornerValues.json(), CornerValues.numbers())) {
      values.forEach((kind, value) -> corners.add(kind.startsWith("big") ? "'big'" : value));
    }
  }

  /** An ordinary value. */
  String value(ColumnShape column) {
    return !column.notNull() && column.keyPart() == 0 && random.oneIn(10)
        ? "NULL"
        : typed(column.type());
  }

  /** A value that no other row should have. */
  String key(ColumnShape column) {
    String type = column.type();
    return holdsNumbers(type)
        ? "" + random.between(1_000, 2_000_000_000)
        : type.contains("BLOB") ? "x'" + random.hex(16) + "'" : "'" + random.uuid() + "'";
  }

  /** A value that breaks careless mirrors. */
  String corner(ColumnShape column) {
    return random.oneIn(6) && !column.notNull() ? "NULL" : random.oneOf(corners);
  }

  private static boolean holdsNumbers(String type) {
    return type.contains("INT")
        || type.contains("REAL")
        || type.contains("FLOA")
        || type.contains("DOUB")
        || type.contains("NUM")
        || type.contains("DEC");
  }

  private String typed(String type) {
    if (type.contains("INT")) {
      return "" + random.between(-5, 1_760_000_000);
    }
    if (type.contains("CHAR") || type.contains("TEXT") || type.contains("CLOB")) {
      return text(random.between(1, 12));
    }
    if (type.contains("BLOB") || type.isEmpty() || type.equals("ANY")) {
      return random.oneIn(3) ? text(2) : "x'" + random.hex(2 * random.below(40)) + "'";
    }
    return typedOther(type);
  }

  private String typedOther(String type) {
    if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
      return random.between(-1000, 1000) + "." + random.below(1000) + "e" + random.between(-9, 9);
    }
    if (type.contains("JSON")) {
      return json();
    }
    return type.contains("BOOL") ? "" + random.below(2) : "" + random.between(1, 1_760_000_000);
  }

  private String json() {
    return random.oneIn(6)
        ? "'null'"
        : TypedTable.literal(
            JsonText.of(JsonText.object("n", random.below(1000), "text", random.words(6))));
  }

  private String text(int words) {
    return TypedTable.literal(random.words(words));
  }
}
