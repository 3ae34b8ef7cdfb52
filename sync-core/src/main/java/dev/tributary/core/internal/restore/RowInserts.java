package dev.tributary.core.internal.restore;

import dev.tributary.core.internal.table.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Inserts rows cell by cell with class and bytes as they are.
 *
 * <p>A text is bound as its bytes and cast, so that bytes which are no valid text pass as well. The
 * statement depends on which cells are texts; the few forms that a table's rows have are kept.
 */
final class RowInserts implements AutoCloseable {
  private static final int KEPT_FORMS = 32;

  private final PrivateDatabase database;
  private final BareTable table;
  private final int[] positions;
  private final Map<BitSet, PreparedStatement> forms = new LinkedHashMap<>();
  private BitSet texts = new BitSet();
  private PreparedStatement statement;

  /**
   * @param positions where a row has the table's columns
   */
  RowInserts(PrivateDatabase database, BareTable table, int[] positions) {
    this.database = database;
    this.table = table;
    this.positions = positions.clone();
    this.statement = form(texts);
  }

  void insert(Row row) {
    fit(row);
    try {
      for (int i = 0; i < positions.length; i++) {
        bind(row, positions[i], i + 1);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw RestoreFailures.of("restore a row of table " + table.table(), e);
    }
  }

  /** NULL fits any form, so that rows with and without a value share one. */
  private void fit(Row row) {
    boolean fits = true;
    for (int i = 0; i < positions.length; i++) {
      fits &= row.isNull(positions[i]) || isText(row, i) == texts.get(i);
    }
    if (!fits) {
      BitSet wanted = (BitSet) texts.clone();
      IntStream.range(0, positions.length)
          .filter(i -> !row.isNull(positions[i]))
          .forEach(i -> wanted.set(i, isText(row, i)));
      statement = form(wanted);
      texts = wanted;
    }
  }

  private boolean isText(Row row, int column) {
    return row.type(positions[column]) == Row.TEXT;
  }

  private PreparedStatement form(BitSet textColumns) {
    PreparedStatement known = forms.get(textColumns);
    if (known != null) {
      return known;
    }
    if (forms.size() >= KEPT_FORMS) {
      close();
    }
    String values =
        IntStream.range(0, positions.length)
            .mapToObj(i -> textColumns.get(i) ? "CAST(? AS TEXT)" : "?")
            .collect(Collectors.joining(", "));
    String sql = "INSERT INTO main.%s VALUES (%s)".formatted(table.alias(), values);
    try {
      PreparedStatement prepared = database.connection().prepareStatement(sql);
      forms.put((BitSet) textColumns.clone(), prepared);
      return prepared;
    } catch (SQLException e) {
      throw RestoreFailures.of("restore rows of table " + table.table(), e);
    }
  }

  private void bind(Row row, int column, int parameter) throws SQLException {
    switch (row.type(column)) {
      case Row.INTEGER -> statement.setLong(parameter, row.integer(column));
      case Row.REAL -> statement.setDouble(parameter, row.real(column));
      case Row.TEXT, Row.BLOB -> statement.setBytes(parameter, row.bytes(column));
      default -> statement.setNull(parameter, 0);
    }
  }

  @Override
  public void close() {
    try {
      for (PreparedStatement form : forms.values()) {
        form.close();
      }
      forms.clear();
    } catch (SQLException e) {
      throw RestoreFailures.of("restore rows of table " + table.table(), e);
    }
  }
}
