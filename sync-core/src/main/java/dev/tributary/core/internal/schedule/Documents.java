package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ConfigurationInvalid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** JSON that travels in a job's row, between programs of one version or the next. */
final class Documents {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Documents() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** In plain ASCII: a lone surrogate in a table's name has no other form. */
  static String text(ObjectNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report holds only plain values", e);
    }
  }

  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ConfigurationInvalid("a job's row holds no JSON: " + e.getOriginalMessage(), e);
    }
  }

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
    List<T> all = new ArrayList<>();
    array.forEach(node -> all.add(each.apply(node)));
    return all;
  }

  static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
