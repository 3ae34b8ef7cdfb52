package dev.tributary.server.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.TargetUnavailable;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Asks one node. An answer that is no success becomes the exception that tells what to do: fix it
 * ({@link ConfigurationInvalid}), or try later ({@link TargetUnavailable}). The token appears in no
 * message.
 */
public final class NodeClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 64 << 20;
  private static final int FIRST_OF_SERVER = 500;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final URI base;
  private final Optional<String> token;
  private final HttpClient http;

  /**
   * @param base {@code http://} or {@code https://}, host and port
   * @param trust whose certificates count; empty: those that Java trusts
   */
  public NodeClient(URI base, Optional<String> token, Optional<SSLContext> trust) {
    this.base = base;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10));
    trust
        .or(() -> "https".equals(base.getScheme()) ? Optional.empty() : Optional.of(Trust.nobody()))
        .ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Text that may stand in a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public JsonNode get(String path) {
    return ask(request(path).GET(), PATIENCE);
  }

  public JsonNode post(String path, Map<String, Object> body) {
    return post(path, body, PATIENCE);
  }

  /** For what may take a while. */
  public JsonNode post(String path, Map<String, Object> body, Duration patience) {
    return ask(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(text(body))),
        patience);
  }

  /**
   * @param version that the value must have still; 0: there must be none
   */
  public JsonNode put(String path, Json value, Optional<Long> version) {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    version.ifPresent(
        wanted -> {
          if (wanted == 0) {
            request.header("If-None-Match", "*");
          } else {
            request.header("If-Match", "\"" + wanted + "\"");
          }
        });
    String body = "{\"value\": " + value.text() + "}";
    return ask(request.PUT(HttpRequest.BodyPublishers.ofString(body)), PATIENCE);
  }

  /**
   * @param version that the value must have still
   */
  public JsonNode delete(String path, Optional<Long> version) {
    HttpRequest.Builder request = request(path);
    version.ifPresent(wanted -> request.header("If-Match", "\"" + wanted + "\""));
    return ask(request.DELETE(), PATIENCE);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", "application/json");
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private JsonNode ask(HttpRequest.Builder request, Duration patience) {
    CompletableFuture<HttpResponse<String>> asked =
        http.sendAsync(request.build(), answer -> new BoundedText(MOST_BYTES));
    try {
      // The time limit of a request would end with the first line of its answer.
      return document(asked.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new TargetUnavailable(
          "node %s did not answer within %d s".formatted(base, patience.toSeconds()), e);
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new TargetUnavailable("interrupted while asking node " + base, e);
    }
  }

  /** Every answer of a node is a JSON object; a success that is none came from something else. */
  private JsonNode document(HttpResponse<String> answer) {
    int status = answer.statusCode();
    JsonNode document = read(answer.body());
    if (status < 200 || status >= 300) {
      throw failure(status, document);
    }
    if (!document.isObject()) {
      throw new ConfigurationInvalid(
          "%s answers, but not as a node does: is --node its address?".formatted(base));
    }
    return document;
  }

  private RuntimeException unreachable(Throwable cause) {
    if (cause instanceof BoundedText.TooLong) {
      return new ConfigurationInvalid(
          "the answer of %s is too long: ask for less, or is it no node?".formatted(base), cause);
    }
    for (Throwable why = cause; why != null; why = why.getCause()) {
      if (why instanceof CertificateException || why instanceof CertPathBuilderException) {
        return new ConfigurationInvalid(
            "cannot ask node %s: its certificate is not trusted (%s); name with --ca whose count"
                .formatted(base, why.getMessage()),
            cause);
      }
    }
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new TargetUnavailable("cannot ask node %s: %s".formatted(base, why), cause);
  }

  private static JsonNode read(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode(); // a proxy in between answers with a page of its own
    }
  }

  /** A document to be sent as part of another. */
  static JsonNode read(Json json) {
    try {
      return MAPPER.readTree(json.text());
    } catch (JsonProcessingException e) {
      throw new ConfigurationInvalid("the row is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Problem documents say what is wrong and the way out. */
  private RuntimeException failure(int status, JsonNode problem) {
    String detail = problem.path("detail").asText(problem.path("title").asText(""));
    String remedy = problem.path("way_out").asText("");
    String said =
        "node %s answers %d%s%s"
            .formatted(
                base,
                status,
                detail.isEmpty() ? "" : ": " + detail,
                remedy.isEmpty() ? "" : "; " + remedy);
    return status >= FIRST_OF_SERVER ? new TargetUnavailable(said) : new ConfigurationInvalid(said);
  }

  /** A part of an answer, as a document again. */
  public static Json json(Object value) {
    return new Json(text(value));
  }

  private static String text(Object body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a body holds only plain values", e);
    }
  }

  /** The document as plain values, for an answer. */
  public static Map<String, Object> plain(JsonNode document) {
    return MAPPER.convertValue(
        document, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
  }
}
