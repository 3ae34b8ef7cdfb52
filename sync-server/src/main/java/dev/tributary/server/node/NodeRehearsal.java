package dev.tributary.server.node;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A node without a database, for a moment, so that the classes of a start can be recorded. */
public final class NodeRehearsal {
  /** Nobody answers there, and each part that asks the database is told so soon. */
  private static final String NOWHERE =
      "postgresql://nobody@127.0.0.1:1/nowhere?connectTimeout=1&loginTimeout=0.25";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private NodeRehearsal() {}

  /**
   * @param directory for its files; may be removed afterwards
   */
  public static void run(Path directory) throws IOException, InterruptedException {
    Surroundings around =
        new Surroundings(Map.of("API_PORT", "0", "NODE_NAME", "rehearsal"), directory, "here", 1);
    NodeSettings settings =
        NodeSettings.of(
            DatabaseUrl.parse(NOWHERE), new ClusterName("rehearsal"), directory, around);
    try (TributaryNode node = new TributaryNode(settings, "", url -> {})) {
      int port = node.start();
      for (String path : List.of("/health", "/metrics", "/api/v1/nothing")) {
        ask(URI.create("http://127.0.0.1:" + port + path));
      }
    }
  }

  private static void ask(URI address) throws IOException, InterruptedException {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.discarding());
  }
}
