package dev.tributary.core.internal.verify;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Names a row for people: its key and nothing else of it. */
final class KeyText {
  private static final int SHOWN = 60;

  private final TablePlan plan;
  private final TextEncoding encoding;

  KeyText(TablePlan plan, TextEncoding encoding) {
    this.plan = plan;
    this.encoding = encoding;
  }

  /** Of a whole row. */
  String of(Row row, KeyHash key) {
    if (plan.key().columns().isEmpty()) {
      return "_sync_key=" + key.uuid();
    }
    return Arrays.stream(plan.keyPositions())
        .mapToObj(position -> plan.columns().get(position).name() + "=" + cell(row, position))
        .collect(Collectors.joining(", "));
  }

  /** Of a row of which only the key cells are known, where the cells are the key. */
  String ofKey(Row keyCells, KeyHash key) {
    boolean hasCells = plan.key().kind() == KeyPlan.Kind.COLUMNS;
    return hasCells ? of(keyCells, key) : "_sync_key=" + key.uuid();
  }

  private String cell(Row row, int position) {
    return switch (row.type(position)) {
      case Row.INTEGER -> Long.toString(row.integer(position));
      case Row.REAL -> Double.toString(row.real(position));
      case Row.TEXT -> "'" + shortened(text(row.bytes(position))) + "'";
      case Row.BLOB -> "x'" + shortened(HexFormat.of().formatHex(row.bytes(position))) + "'";
      default -> "NULL";
    };
  }

  private String text(byte[] bytes) {
    return new String(bytes, encoding.charset()).replaceAll("\\p{Cntrl}", "?");
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
