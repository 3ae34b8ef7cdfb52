package dev.tributary.server.web.problem;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Writes documents, maps in their order, as JSON. Bodies of requests are read by the controllers.
 */
public final class JsonDocuments extends AbstractHttpMessageConverter<Object> {
  private static final MediaType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  public JsonDocuments() {
    super(MediaType.APPLICATION_JSON, PROBLEM);
  }

  @Override
  protected boolean supports(Class<?> type) {
    return Map.class.isAssignableFrom(type) || List.class.isAssignableFrom(type);
  }

  @Override
  public boolean canRead(Class<?> type, MediaType media) {
    return false;
  }

  @Override
  protected Object readInternal(Class<?> type, HttpInputMessage input) {
    throw new HttpMessageNotReadableException("bodies are read by the controllers", input);
  }

  @Override
  protected void writeInternal(Object document, HttpOutputMessage output) throws IOException {
    output.getBody().write(bytes(document));
  }

  public static byte[] bytes(Object document) throws IOException {
    return JSON.writeValueAsBytes(document);
  }
}
