package dev.tributary.core.internal.values;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.core.internal.table.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;

/**
 * {@code jsonb}: shows TEXT that it takes.
 *
 * <p>It holds no cell exactly, since PostgreSQL keeps neither blanks nor the order of keys: the
 * text itself always travels beside it.
 */
record JsonbCodec(TextForm form) implements ColumnCodec {
  private static final byte VERSION = 1;
  private static final ObjectMapper TREES =
      JsonMapper.builder(ExtraJson.FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** 1, 1.0 and 1e0 are one number. */
  private static final Comparator<JsonNode> AS_JSONB =
      (a, b) ->
          a.isNumber() && b.isNumber()
              ? a.decimalValue().compareTo(b.decimalValue())
              : a.equals(b) ? 0 : 1;

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    int start = out.startField();
    out.putByte(VERSION);
    boolean shown =
        row.type(column) == Row.TEXT
            ? putText(row.bytes(column), out)
            : JsonCodec.putNumber(row, column, out);
    if (shown) {
      out.endField(start);
    } else {
      JsonCodec.withdraw(start, out);
    }
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    into.setText(column, form.toFile(fields.array(), fields.offset(field) + 1, fields.end(field)));
  }

  @Override
  public boolean shows(Row row, int column, CopyRow fields, int field) {
    CopyBuffer expected = new CopyBuffer(64);
    encode(row, column, expected);
    // The length of the field and jsonb's version stand before the text.
    int textFrom = 5;
    if (fields.isNull(field) || expected.length() < textFrom) {
      return fields.isNull(field) && expected.length() < textFrom;
    }
    JsonNode shown = tree(expected.array(), textFrom, expected.length());
    return shown.equals(
        AS_JSONB, tree(fields.array(), fields.offset(field) + 1, fields.end(field)));
  }

  private boolean putText(byte[] text, CopyBuffer out) {
    int from = out.length();
    return form.putUnchecked(text, out)
        && JsonText.isValid(out.array(), from, out.length())
        && JsonbText.accepts(out.array(), from, out.length());
  }

  private static JsonNode tree(byte[] json, int from, int to) {
    try {
      return TREES.readTree(json, from, to - from);
    } catch (IOException e) {
      throw new UncheckedIOException("jsonb that is no JSON", e);
    }
  }
}
