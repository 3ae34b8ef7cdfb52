package dev.tributary.core.internal.values;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TextEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Writes {@code _sync_extra}: the exact cells that their columns cannot hold, as {@code
 * {"column":{"t":"text","v":"..."}}}.
 *
 * <p>{@code t} is SQLite's storage class: text, int, real or blob. {@code v} is a number for an int
 * and a string for a real, since jsonb knows no infinity and no -0.0; a blob is base64. Text that
 * is not valid or has a NUL has {@code b} instead of {@code v}: the file's bytes as base64. {@link
 * ExtraReader} is the way back.
 */
public final class ExtraJson {
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final String HEX = "0123456789abcdef";

  private final byte[][] keys;
  private final TextForm form;
  private final CopyBuffer json = new CopyBuffer(256);
  private final CopyBuffer utf8 = new CopyBuffer(256);

  /** The columns' names in the target, in the order of the row. */
  public ExtraJson(List<String> columns, TextEncoding encoding) {
    form = TextForm.of(encoding);
    keys = columns.stream().map(this::key).toArray(byte[][]::new);
  }

  /** Forgets the cells of the last row. */
  public void clear() {
    if (json.length() > 0) {
      json.clear();
    }
  }

  public void add(int column, Row row) {
    // The brace that ended the object so far becomes a comma.
    json.length(Math.max(0, json.length() - 1));
    json.putByte(json.length() == 0 ? '{' : ',');
    json.putBytes(keys[column], 0, keys[column].length);
    putCell(column, row);
    json.putAscii("}}");
  }

  /** The whole object; empty: no cell was added. */
  public CopyBuffer json() {
    return json;
  }

  /** Writes the object as a {@code jsonb} field, NULL if no cell was added. */
  public void putField(CopyBuffer out) {
    if (json.length() == 0) {
      out.putNull();
    } else {
      out.jsonb(json.array(), 0, json.length());
    }
  }

  private byte[] key(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    json.clear();
    putString(bytes, bytes.length);
    json.putByte(':');
    byte[] key = json.toByteArray();
    json.clear();
    return key;
  }

  private void putCell(int column, Row row) {
    switch (row.type(column)) {
      case Row.INTEGER -> json.putAscii("{\"t\":\"int\",\"v\":" + row.integer(column));
      case Row.REAL -> json.putAscii("{\"t\":\"real\",\"v\":\"" + row.real(column) + '"');
      case Row.TEXT -> putText(row.bytes(column));
      case Row.BLOB -> {
        json.putAscii("{\"t\":\"blob\",\"v\":");
        putBase64(row.bytes(column));
      }
      default -> throw new IllegalArgumentException("NULL needs no extra");
    }
  }

  private void putText(byte[] text) {
    utf8.clear();
    if (form.put(text, utf8)) {
      json.putAscii("{\"t\":\"text\",\"v\":");
      putString(utf8.array(), utf8.length());
    } else {
      json.putAscii("{\"t\":\"text\",\"b\":");
      putBase64(text);
    }
  }

  private void putBase64(byte[] bytes) {
    json.putByte('"');
    byte[] encoded = Base64.getEncoder().encode(bytes);
    json.putBytes(encoded, 0, encoded.length);
    json.putByte('"');
  }

  private void putString(byte[] text, int size) {
    json.putByte('"');
    int plain = 0;
    for (int i = 0; i < size; i++) {
      byte octet = text[i];
      if (octet == '"' || octet == '\\' || octet >= 0 && octet < ' ') {
        json.putBytes(text, plain, i - plain);
        putEscape(octet);
        plain = i + 1;
      }
    }
    json.putBytes(text, plain, size - plain);
    json.putByte('"');
  }

  private void putEscape(byte octet) {
    if (octet < ' ') {
      json.putAscii("\\u00" + HEX.charAt(octet >> 4) + HEX.charAt(octet & 15));
    } else {
      json.putByte('\\');
      json.putByte(octet);
    }
  }
}
