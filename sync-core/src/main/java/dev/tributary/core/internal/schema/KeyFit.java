package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TargetType;
import dev.tributary.core.internal.table.TextEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says whether key columns of PostgreSQL hold all keys of today exactly, and so tell them apart as
 * SQLite does.
 */
final class KeyFit {
  /** A b-tree entry of PostgreSQL has room for about 2700 bytes; text grows when it is recoded. */
  private static final int MAX_BYTES = 1000;

  private static final int MAX_COLUMNS = 32;

  private static final Set<TargetType> ABLE =
      Set.of(
          TargetType.BIGINT,
          TargetType.BOOLEAN,
          TargetType.DOUBLE,
          TargetType.NUMERIC,
          TargetType.TEXT,
          TargetType.BYTEA);

  private final SourceTable table;
  private final TableContent content;
  private final TextEncoding encoding;
  private final KeyLook look;

  KeyFit(SourceTable table, TableContent content, TextEncoding encoding, KeyLook look) {
    this.table = table;
    this.content = content;
    this.encoding = encoding;
    this.look = look;
  }

  boolean holds(List<ColumnPlan> key) {
    if (key.size() > MAX_COLUMNS
        || !key.stream().allMatch(column -> ABLE.contains(column.type()))) {
      return false;
    }
    if (look == KeyLook.BY_DECLARATION) {
      return true;
    }
    List<String> conditions = conditions(key);
    if (!conditions.isEmpty() && content.exists("NOT (" + String.join(" AND ", conditions) + ")")) {
      return false;
    }
    return key.stream().filter(column -> column.type() == TargetType.TEXT).allMatch(this::isText);
  }

  private List<String> conditions(List<ColumnPlan> key) {
    List<String> conditions = new ArrayList<>();
    key.stream().filter(column -> !isRowid(column)).map(KeyFit::condition).forEach(conditions::add);
    String length =
        key.stream()
            .filter(KeyFit::hasLength)
            .map(column -> "octet_length(" + SourceName.quoted(column.name()) + ")")
            .collect(Collectors.joining(" + "));
    if (!length.isEmpty()) {
      conditions.add(length + " <= " + MAX_BYTES);
    }
    return conditions;
  }

  /** SQLite itself sees to it that an INTEGER PRIMARY KEY holds integers only. */
  private boolean isRowid(ColumnPlan column) {
    return !table.withoutRowid()
        && column.type() == TargetType.BIGINT
        && column.source().primaryKeyPosition() == 1
        && column.source().declaredType().equalsIgnoreCase("INTEGER")
        && table.columns().stream().filter(c -> c.primaryKeyPosition() > 0).count() == 1;
  }

  private static boolean hasLength(ColumnPlan column) {
    return column.type() == TargetType.TEXT || column.type() == TargetType.BYTEA;
  }

  private static String condition(ColumnPlan column) {
    String name = SourceName.quoted(column.name());
    return switch (column.type()) {
      case BOOLEAN -> "typeof(%s) = 'integer' AND %s IN (0, 1)".formatted(name, name);
      case DOUBLE -> "typeof(%s) = 'real'".formatted(name);
      case TEXT -> "typeof(%s) = 'text' AND instr(%s, char(0)) = 0".formatted(name, name);
      case BYTEA -> "typeof(%s) = 'blob'".formatted(name);
      default -> "typeof(%s) = 'integer'".formatted(name);
    };
  }

  /** Only texts beyond ASCII can be invalid, and only those are read. */
  private boolean isText(ColumnPlan column) {
    String name = SourceName.quoted(column.name());
    return content.read(name, name + " GLOB '*[^ -~]*'", this::allDecode);
  }

  private boolean allDecode(ResultSet texts) throws SQLException {
    CharsetDecoder strict =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    while (texts.next()) {
      if (!decodes(strict, texts.getBytes(1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean decodes(CharsetDecoder strict, byte[] text) {
    try {
      strict.decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
