package dev.tributary.core.internal.values;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tributary.core.internal.table.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code _sync_extra} into the cells of a row.
 *
 * <p>What {@link ExtraJson} never writes, because somebody edited it, is passed over: the column
 * itself then counts.
 */
final class ExtraReader {
  private final Map<String, Integer> positions = new HashMap<>();
  private final TextForm form;
  private final boolean[] present;

  ExtraReader(List<String> columns, TextForm form) {
    this.form = form;
    present = new boolean[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      positions.put(columns.get(i), i);
    }
  }

  /** Was the cell of this column in the object that was read last? */
  boolean has(int column) {
    return present[column];
  }

  /** Reads a jsonb field: its version and the object. */
  void read(CopyRow fields, int field, Row into) {
    Arrays.fill(present, false);
    if (fields.isNull(field)) {
      return;
    }
    try (JsonParser parser =
        ExtraJson.FACTORY.createParser(
            fields.array(), fields.offset(field) + 1, fields.length(field) - 1)) {
      readObject(parser, into);
    } catch (IOException e) {
      throw new UncheckedIOException("jsonb that is no JSON", e);
    }
  }

  private void readObject(JsonParser parser, Row into) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Integer column = positions.get(parser.currentName());
      if (parser.nextToken() != JsonToken.START_OBJECT || column == null) {
        parser.skipChildren();
      } else {
        present[column] = readCell(parser, into, column);
      }
    }
  }

  private boolean readCell(JsonParser parser, Row into, int column) throws IOException {
    String type = "";
    String value = null;
    boolean base64 = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken().isStructStart()) {
        parser.skipChildren();
      } else if (name.equals("t")) {
        type = parser.getText();
      } else {
        value = parser.getText();
        base64 = name.equals("b");
      }
    }
    return value != null && set(type, value, base64, into, column);
  }

  private boolean set(String type, String value, boolean base64, Row into, int column) {
    try {
      switch (type) {
        case "int" -> into.setInteger(column, Long.parseLong(value));
        case "real" -> into.setReal(column, Double.parseDouble(value));
        case "blob" -> into.setBlob(column, Base64.getDecoder().decode(value));
        case "text" -> into.setText(column, text(value, base64));
        default -> {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] text(String value, boolean base64) {
    return base64 ? Base64.getDecoder().decode(value) : form.bytes(value);
  }
}
