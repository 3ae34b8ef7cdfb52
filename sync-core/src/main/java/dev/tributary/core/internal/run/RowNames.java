package dev.tributary.core.internal.run;

import dev.tributary.api.Cell;
import dev.tributary.api.RowKey;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a row is named to people: its key cells, shortened. */
final class RowNames {
  private static final int LONGEST = 200;

  private RowNames() {}

  static String of(RowKey key, TextEncoding encoding) {
    return of(key.cells().stream(), encoding);
  }

  /** The key cells of a row. */
  static String of(Row row, TablePlan plan, TextEncoding encoding) {
    return of(Arrays.stream(plan.keyPositions()).mapToObj(row::cell), encoding);
  }

  private static String of(Stream<Cell> key, TextEncoding encoding) {
    String name = key.map(cell -> of(cell, encoding)).collect(Collectors.joining(","));
    return name.isEmpty() ? "(no key)" : name;
  }

  private static String of(Cell cell, TextEncoding encoding) {
    String text =
        switch (cellClass(cell)) {
          case "int" -> Long.toString(((Cell.Int) cell).value());
          case "real" -> Double.toString(((Cell.Real) cell).value());
          case "text" -> new String(((Cell.Text) cell).bytes(), encoding.charset());
          case "blob" -> "x'" + HexFormat.of().formatHex(((Cell.Blob) cell).bytes()) + "'";
          default -> "NULL";
        };
    String oneLine = text.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= LONGEST ? oneLine : oneLine.substring(0, LONGEST) + "...";
  }

  private static String cellClass(Cell cell) {
    if (cell instanceof Cell.Int) {
      return "int";
    }
    if (cell instanceof Cell.Real) {
      return "real";
    }
    if (cell instanceof Cell.Text) {
      return "text";
    }
    return cell instanceof Cell.Blob ? "blob" : "null";
  }
}
