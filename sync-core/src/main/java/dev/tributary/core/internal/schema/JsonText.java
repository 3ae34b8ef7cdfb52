package dev.tributary.core.internal.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ConfigurationInvalid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads and writes the JSON texts that the metadata keep. */
final class JsonText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonText() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode parse(String what, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ConfigurationInvalid("cannot read %s: it is no JSON".formatted(what), e);
    }
  }

  static void putTexts(ObjectNode json, String field, List<String> texts) {
    texts.forEach(json.putArray(field)::add);
  }

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
    List<T> list = new ArrayList<>();
    array.forEach(element -> list.add(reader.apply(element)));
    return list;
  }
}
