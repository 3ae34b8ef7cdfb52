package dev.tributary.server.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.web.problem.BadRequest;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The fields of a request's JSON body, read strictly: what is not known is refused by name. */
final class Fields {
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(200).build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // 1.0 is a real, 1 is not
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
          .build();

  private final ObjectNode object;

  private Fields(ObjectNode object) {
    this.object = object;
  }

  /**
   * @param known the fields that there may be
   */
  static Fields read(byte[] body, String... known) {
    ObjectNode object = parse(body);
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!List.of(known).contains(name)) {
        throw new BadRequest(
            name,
            object.get(name).toString(),
            "field '%s' is not known".formatted(name),
            known.length == 0
                ? "Send an empty object, or no body."
                : "Use only: " + String.join(", ", known) + ".");
      }
    }
    return new Fields(object);
  }

  private static ObjectNode parse(byte[] body) {
    if (body.length == 0) {
      return STRICT.createObjectNode();
    }
    try {
      JsonNode node = STRICT.readTree(body);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw wrong("it is no JSON object");
    } catch (JsonProcessingException e) {
      throw wrong("it is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw wrong("it cannot be read");
    }
  }

  private static BadRequest wrong(String what) {
    return new BadRequest(
        "body", "", "the body cannot be used: " + what, "Send one JSON object, in UTF-8.");
  }

  Optional<JsonNode> any(String name) {
    return Optional.ofNullable(object.get(name));
  }

  JsonNode required(String name) {
    return any(name)
        .orElseThrow(
            () ->
                new BadRequest(
                    name, "", "field '%s' is missing".formatted(name), "Add it to the body."));
  }

  Optional<String> text(String name) {
    Optional<JsonNode> value = any(name).filter(node -> !node.isNull());
    value
        .filter(node -> !node.isTextual())
        .ifPresent(
            node -> {
              throw new BadRequest(
                  name, node.toString(), "field '%s' is no text".formatted(name), "Quote it.");
            });
    return value.map(JsonNode::textValue);
  }

  String requiredText(String name) {
    required(name);
    return text(name)
        .orElseThrow(
            () ->
                new BadRequest(
                    name, "null", "field '%s' is null".formatted(name), "Give it a text."));
  }

  /** False where it is not there. */
  boolean flag(String name) {
    JsonNode value = any(name).orElse(STRICT.getNodeFactory().booleanNode(false));
    if (!value.isBoolean()) {
      throw new BadRequest(
          name,
          value.toString(),
          "field '%s' is neither true nor false".formatted(name),
          "Send true or false, without quotes.");
    }
    return value.booleanValue();
  }

  /** Empty where it is not there. */
  Optional<Long> number(String name) {
    return any(name)
        .map(
            value -> {
              if (value.isIntegralNumber() && value.canConvertToLong()) {
                return value.longValue();
              }
              throw new BadRequest(
                  name,
                  value.toString(),
                  "field '%s' is no whole number".formatted(name),
                  "Send a whole number, without quotes.");
            });
  }

  /** Empty text where nobody is named. */
  static String optionalClient(String name) {
    return name.isEmpty() ? name : client("client_name", name).value();
  }

  static ClientName client(String name) {
    return client("client_name", name);
  }

  static ClientName client(String field, String name) {
    try {
      return new ClientName(name);
    } catch (ConfigurationInvalid e) {
      throw new BadRequest(
          field,
          name,
          "'%s' cannot be the name of a client".formatted(shown(name)),
          "Use lower case letters, digits, - and _; at most 51, the first no - or _.");
    }
  }

  private static String shown(String name) {
    return name.length() <= 60 ? name : name.substring(0, 60) + "...";
  }
}
