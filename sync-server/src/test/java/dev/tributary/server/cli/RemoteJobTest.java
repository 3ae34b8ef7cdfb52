package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node's answers one after the other, as they come when somebody looks at the wrong moment. */
final class RemoteJobTest {
  private static int exitCode(String... answers) throws IOException {
    Iterator<String> next = List.of(answers).iterator();
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/",
        exchange -> {
          byte[] answer = next.next().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    node.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + node.getAddress().getPort());
      RemoteClients remote =
          new RemoteClients(new NodeClient(url, Optional.empty(), Optional.empty()));
      Map<String, Object> job = RemoteJob.awaited(remote, "sync_1");
      assertThat(next.hasNext()).isFalse();
      return RemoteJob.exitCode(job);
    } finally {
      node.stop(0);
    }
  }

  @Test
  void aHoldIsToldByTheResultWhichFollowsTheEndOfTheRun() throws IOException {
    assertThat(
            exitCode(
                "{\"status\": \"running\"}",
                "{\"status\": \"failed\", \"result\": null}",
                "{\"status\": \"failed\", \"result\": {\"outcome\": \"on_hold\"}}"))
        .isEqualTo(ExitCode.WAITING);
  }

  @Test
  void nothingFollowsAFailureThatIsExplainedNorAJobThatWasTakenBack() throws IOException {
    assertThat(exitCode("{\"status\": \"failed\", \"error_details\": {\"kind\": \"SOURCE\"}}"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(exitCode("{\"status\": \"cancelled\"}")).isEqualTo(ExitCode.FAILED);
  }
}
