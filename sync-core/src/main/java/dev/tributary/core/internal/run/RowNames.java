package dev.tributary.core.internal.run;

import dev.tributary.api.Cell;
import dev.tributary.api.RowKey;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** How a row is named to people: its key cells, shortened. */
final class RowNames {
  private static final int LONGEST = 200;

  private RowNames() {}

  static String of(RowKey key) {
    if (key.cells().isEmpty()) {
      return "(no key)";
    }
    return key.cells().stream().map(RowNames::of).collect(Collectors.joining(","));
  }

  /** The key cells of a row, or the whole row where it has no key. */
  static String of(Row row, TablePlan plan) {
    int[] positions = plan.keyPositions();
    if (positions.length == 0) {
      return "(no key)";
    }
    return Arrays.stream(positions)
        .mapToObj(row::cell)
        .map(RowNames::of)
        .collect(Collectors.joining(","));
  }

  private static String of(Cell cell) {
    String text =
        switch (cellClass(cell)) {
          case "int" -> Long.toString(((Cell.Int) cell).value());
          case "real" -> Double.toString(((Cell.Real) cell).value());
          case "text" -> new String(((Cell.Text) cell).bytes(), StandardCharsets.UTF_8);
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
