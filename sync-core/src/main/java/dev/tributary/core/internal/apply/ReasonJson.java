package dev.tributary.core.internal.apply;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tributary.api.Compared;
import dev.tributary.api.FieldDecision;
import dev.tributary.api.Reasoning;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The log's {@code details}: values compared, raw and normalised; decisions field by field. */
final class ReasonJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ReasonJson() {}

  static String write(Reasoning why) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      if (why.compared().isPresent()) {
        compared(why.compared().get(), json);
      }
      if (!why.fields().isEmpty()) {
        json.writeArrayFieldStart("fields");
        for (FieldDecision field : why.fields()) {
          field(field, json);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void compared(Compared compared, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("compared");
    json.writeStringField("field", compared.field());
    json.writeStringField("source", compared.source());
    json.writeStringField("target", compared.target());
    if (compared.sourceNanos().isPresent()) {
      json.writeFieldName("source_ns");
      json.writeNumber(compared.sourceNanos().get());
    }
    if (compared.targetNanos().isPresent()) {
      json.writeFieldName("target_ns");
      json.writeNumber(compared.targetNanos().get());
    }
    json.writeEndObject();
  }

  private static void field(FieldDecision field, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("field", field.field());
    json.writeStringField("rule", field.rule());
    json.writeStringField("outcome", field.outcome().name().toLowerCase(Locale.ROOT));
    if (!field.note().isEmpty()) {
      json.writeStringField("note", field.note());
    }
    json.writeEndObject();
  }
}
