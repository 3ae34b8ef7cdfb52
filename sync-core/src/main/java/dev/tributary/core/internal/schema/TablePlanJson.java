package dev.tributary.core.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import java.util.List;

/**
 * A {@link TablePlan} as JSON, as {@code sync_metadata.table_plans} keeps it.
 *
 * <p>What was written once can always be read: fields may be added, never renamed.
 */
public final class TablePlanJson {
  private TablePlanJson() {}

  public static String write(TablePlan plan) {
    ObjectNode json = JsonText.object();
    json.put("source", plan.source());
    json.put("target", plan.target());
    ArrayNode columns = json.putArray("columns");
    plan.columns().forEach(column -> write(column, columns.addObject()));
    ObjectNode key = json.putObject("key");
    key.put("kind", plan.key().kind().name());
    JsonText.putTexts(key, "columns", plan.key().columns());
    ArrayNode indexes = json.putArray("indexes");
    plan.indexes().forEach(index -> index.forEach(indexes.addArray()::add));
    return json.toString();
  }

  public static TablePlan read(String text) {
    JsonNode json = JsonText.parse("the stored plan of a table", text);
    JsonNode key = json.get("key");
    return new TablePlan(
        json.get("source").textValue(),
        json.get("target").textValue(),
        JsonText.list(json.get("columns"), TablePlanJson::column),
        new KeyPlan(KeyPlan.Kind.valueOf(key.get("kind").textValue()), texts(key.get("columns"))),
        JsonText.list(json.get("indexes"), TablePlanJson::texts));
  }

  private static void write(ColumnPlan column, ObjectNode json) {
    SourceColumnJson.write(column.source(), json.putObject("source"));
    json.put("target", column.target());
    json.put("type", column.type().word());
    json.put("why", column.why());
  }

  private static ColumnPlan column(JsonNode json) {
    return new ColumnPlan(
        SourceColumnJson.read(json.get("source")),
        json.get("target").textValue(),
        TargetType.ofWord(json.get("type").textValue()),
        json.get("why").textValue());
  }

  private static List<String> texts(JsonNode array) {
    return JsonText.list(array, JsonNode::textValue);
  }
}
