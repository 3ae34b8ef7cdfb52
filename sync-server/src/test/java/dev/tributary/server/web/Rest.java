package dev.tributary.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks one node over HTTP, always with the same headers. */
public record Rest(String url, List<String> headers) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  public static Rest of(String url) {
    return new Rest(url, List.of());
  }

  /** Without any header. */
  public Rest plain() {
    return of(url);
  }

  /** The same with one more header. */
  public Rest with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Rest(url, more);
  }

  public Answer get(String path) {
    return ask("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  public Answer post(String path, String body) {
    return ask("POST", path, HttpRequest.BodyPublishers.ofString(body));
  }

  public Answer put(String path, String body) {
    return ask("PUT", path, HttpRequest.BodyPublishers.ofString(body));
  }

  public Answer delete(String path) {
    return ask("DELETE", path, HttpRequest.BodyPublishers.noBody());
  }

  private Answer ask(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).method(method, body);
    if (body.contentLength() > 0) {
      request.header("Content-Type", "application/json");
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      return new Answer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
