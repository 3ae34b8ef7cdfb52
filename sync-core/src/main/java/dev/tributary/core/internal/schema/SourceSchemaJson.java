package dev.tributary.core.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.core.internal.table.SourceIndex;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceSchema.Header;
import dev.tributary.core.internal.table.SourceSchema.Skipped;
import dev.tributary.core.internal.table.SourceSchema.Statement;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TextEncoding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link SourceSchema} as JSON, as {@code sync_metadata.source_schemas} keeps it for restore.
 *
 * <p>Statements come back exactly. What was written once can always be read.
 */
public final class SourceSchemaJson {
  private SourceSchemaJson() {}

  public static String write(SourceSchema schema) {
    ObjectNode json = JsonText.object();
    write(schema.header(), json.putObject("header"));
    ArrayNode statements = json.putArray("statements");
    schema.statements().forEach(statement -> write(statement, statements.addObject()));
    ObjectNode sequences = json.putObject("sequences");
    new TreeMap<>(schema.sequences()).forEach(sequences::put);
    ArrayNode tables = json.putArray("tables");
    schema.tables().forEach(table -> write(table, tables.addObject()));
    ArrayNode skipped = json.putArray("skipped");
    schema
        .skipped()
        .forEach(
            s ->
                skipped
                    .addObject()
                    .put("table", s.table())
                    .put("reason", s.reason())
                    .put("rows", s.rows()));
    return json.toString();
  }

  private static Skipped skipped(JsonNode json) {
    return new Skipped(text(json, "table"), text(json, "reason"), json.path("rows").longValue());
  }

  public static SourceSchema read(String text) {
    JsonNode json = JsonText.parse("the stored schema of a file", text);
    return new SourceSchema(
        JsonText.list(json.get("tables"), SourceSchemaJson::table),
        JsonText.list(json.get("skipped"), SourceSchemaJson::skipped),
        JsonText.list(json.get("statements"), SourceSchemaJson::statement),
        sequences(json.get("sequences")),
        header(json.get("header")));
  }

  private static void write(Header header, ObjectNode json) {
    json.put("encoding", header.encoding().pragma());
    json.put("pageSize", header.pageSize());
    json.put("userVersion", header.userVersion());
    json.put("applicationId", header.applicationId());
    json.put("autoVacuum", header.autoVacuum());
  }

  private static Header header(JsonNode json) {
    return new Header(
        TextEncoding.ofPragma(text(json, "encoding")),
        json.get("pageSize").intValue(),
        json.get("userVersion").intValue(),
        json.get("applicationId").intValue(),
        json.get("autoVacuum").intValue());
  }

  private static void write(Statement statement, ObjectNode json) {
    json.put("type", statement.type());
    json.put("name", statement.name());
    json.put("table", statement.table());
    json.put("sql", statement.sql());
  }

  private static Statement statement(JsonNode json) {
    return new Statement(
        text(json, "type"), text(json, "name"), text(json, "table"), text(json, "sql"));
  }

  private static Map<String, Long> sequences(JsonNode json) {
    Map<String, Long> sequences = new LinkedHashMap<>();
    json.properties().forEach(e -> sequences.put(e.getKey(), e.getValue().longValue()));
    return sequences;
  }

  private static void write(SourceTable table, ObjectNode json) {
    json.put("name", table.name());
    json.put("withoutRowid", table.withoutRowid());
    json.put("strict", table.strict());
    ArrayNode columns = json.putArray("columns");
    table.columns().forEach(column -> SourceColumnJson.write(column, columns.addObject()));
    ArrayNode indexes = json.putArray("indexes");
    table.indexes().forEach(index -> write(index, indexes.addObject()));
  }

  private static SourceTable table(JsonNode json) {
    return new SourceTable(
        text(json, "name"),
        JsonText.list(json.get("columns"), SourceColumnJson::read),
        JsonText.list(json.get("indexes"), SourceSchemaJson::index),
        json.get("withoutRowid").booleanValue(),
        json.get("strict").booleanValue());
  }

  private static void write(SourceIndex index, ObjectNode json) {
    json.put("name", index.name());
    json.put("unique", index.unique());
    json.put("partial", index.partial());
    JsonText.putTexts(json, "columns", index.columns());
  }

  private static SourceIndex index(JsonNode json) {
    return new SourceIndex(
        text(json, "name"),
        json.get("unique").booleanValue(),
        json.get("partial").booleanValue(),
        JsonText.list(json.get("columns"), JsonNode::textValue));
  }

  private static String text(JsonNode json, String field) {
    return json.get(field).textValue();
  }
}
