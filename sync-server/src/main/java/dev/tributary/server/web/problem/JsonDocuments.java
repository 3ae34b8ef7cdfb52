package dev.tributary.server.web.problem;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Writes documents, maps in their order, as JSON. Bodies of requests are read by the controllers.
 *
 * <p>Each document tells its length and nothing is flushed, so that the web server sends head and
 * body at once; Spring's own converters flush, which makes it two writes and a chunked answer.
 */
public final class JsonDocuments implements HttpMessageConverter<Object> {
  private static final List<MediaType> TYPES =
      List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Override
  public boolean canRead(Class<?> type, @Nullable MediaType media) {
    return false;
  }

  @Override
  public boolean canWrite(Class<?> type, @Nullable MediaType media) {
    boolean document = Map.class.isAssignableFrom(type) || List.class.isAssignableFrom(type);
    return document
        && (media == null || TYPES.stream().anyMatch(known -> known.isCompatibleWith(media)));
  }

  @Override
  public List<MediaType> getSupportedMediaTypes() {
    return TYPES;
  }

  @Override
  public Object read(Class<?> type, HttpInputMessage input) {
    throw new HttpMessageNotReadableException("bodies are read by the controllers", input);
  }

  @Override
  public void write(Object document, @Nullable MediaType media, HttpOutputMessage output)
      throws IOException {
    byte[] bytes = bytes(document);
    if (output.getHeaders().getContentType() == null) {
      output.getHeaders().setContentType(concrete(media));
    }
    output.getHeaders().setContentLength(bytes.length);
    output.getBody().write(bytes);
  }

  private static MediaType concrete(@Nullable MediaType media) {
    return media != null && media.isConcrete() ? media : TYPES.get(0);
  }

  public static byte[] bytes(Object document) throws IOException {
    return JSON.writeValueAsBytes(document);
  }
}
