package dev.tributary.core.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.core.internal.table.SourceColumn;

/** A {@link SourceColumn} as JSON. */
final class SourceColumnJson {
  private SourceColumnJson() {}

  static void write(SourceColumn column, ObjectNode json) {
    json.put("name", column.name());
    json.put("declaredType", column.declaredType());
    json.put("notNull", column.notNull());
    json.put("primaryKeyPosition", column.primaryKeyPosition());
    json.put("generated", column.generated());
  }

  static SourceColumn read(JsonNode json) {
    return new SourceColumn(
        json.get("name").textValue(),
        json.get("declaredType").textValue(),
        json.get("notNull").booleanValue(),
        json.get("primaryKeyPosition").intValue(),
        json.get("generated").booleanValue());
  }
}
