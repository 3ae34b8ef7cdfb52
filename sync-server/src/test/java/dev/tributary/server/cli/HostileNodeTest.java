package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.TargetUnavailable;
import dev.tributary.server.cli.FakeNode.Says;
import dev.tributary.server.remote.NodeClient;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What answers at the address is no node, or a node in trouble. */
final class HostileNodeTest {
  private static CommandRun ask(Says says, String... words) throws Exception {
    try (FakeNode node = FakeNode.saying(says)) {
      List<String> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--node", node.url().toString()));
      return CommandHere.bare(all.toArray(String[]::new));
    }
  }

  /** Each of these was an empty list and exit code 0 once. */
  @Test
  void whatIsNoNodesAnswerIsNoSuccess() throws Exception {
    for (Says says :
        List.of(
            Says.ok("<html>Welcome</html>"),
            Says.ok(""),
            Says.ok("[]"),
            Says.ok("null"),
            new Says(204, ""))) {
      ask(says, "client", "status").failsWith("but not as a node does: is --node its address?");
    }
    ask(new Says(301, "<html>moved</html>"), "client", "status").failsWith("answers 301");
    ask(new Says(307, ""), "client", "status").failsWith("answers 307");
    ask(new Says(502, "<html>Bad gateway</html>"), "client", "status").failsWith("answers 502");
    ask(new Says(0, ""), "client", "status").failsWith("cannot ask node http://127.0.0.1");
  }

  @Test
  void anAnswerThatNeverEndsIsNotAwaitedForEver() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
      NodeClient client = new NodeClient(url, Optional.empty(), Optional.empty());
      Thread node = new Thread(() -> beginAndNeverEnd(server));
      node.setDaemon(true);
      node.start();
      assertThatThrownBy(() -> client.post("/x", Map.of(), Duration.ofMillis(300)))
          .isInstanceOf(TargetUnavailable.class)
          .hasMessageContaining("did not answer within");
    }
  }

  private static void beginAndNeverEnd(ServerSocket server) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      String begun = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
      socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      in.readAllBytes();
    } catch (java.io.IOException e) {
      return; // the client went, as it should
    }
  }

  @Test
  void anAddressThatHasMoreThanANodeHasIsRefused() {
    for (String bad :
        List.of(
            "http://localhost:0",
            "http://localhost:99999",
            "http://localhost:9443/console/",
            "http://localhost:9443?x=1",
            "http://localhost:9443#x",
            "http:///x",
            "localhost:9443",
            "http://m\u00fcnchen:1")) {
      assertThat(CommandHere.bare("client", "status", "--node", bad).exits(1).err())
          .as(bad)
          .startsWith("tributary: --node '" + bad + "' ")
          .hasLineCount(1);
    }
    CommandHere.bare("client", "status", "--node", "http://a b").exits(64);
  }

  @Test
  void aDatabaseAndANodeAreNotNamedTogether() {
    CommandRun both =
        CommandHere.bare(
                "state",
                "list",
                "--node",
                "http://localhost:9443",
                "--target",
                "postgresql://u@localhost/d")
            .exits(64);
    assertThat(both.err()).contains("--target goes without --node");
  }

  @Test
  void aWatchEndsWhenTheNodeRefusesAndNotWhenItIsAway() throws Exception {
    String nothing = "{\"entries\": [], \"all\": false, \"since\": \"7.a\"}";
    String change =
        "{\"entries\": [{\"key\": \"k\", \"value\": {\"b\": 1.50}, \"version\": 3,"
            + " \"updated_at\": \"2026-01-01T00:00:00Z\", \"updated_by\": \"ann\","
            + " \"deleted\": false}], \"all\": false, \"since\": \"9.a\"}";
    try (FakeNode node =
        FakeNode.saying(
            Says.ok(nothing),
            new Says(503, "{\"detail\": \"the database is away\"}"),
            Says.ok(change),
            Says.ok(change),
            new Says(401, "{\"detail\": \"nobody has these credentials\"}"))) {
      CommandRun run = CommandHere.bare("state", "watch", "--node", node.url().toString()).exits(1);
      assertThat(run.out()).isEqualTo("k = {\"b\":1.50} (version 3, by ann)\n");
      assertThat(run.err().lines().toList())
          .hasSize(4)
          .satisfies(
              lines -> {
                assertThat(lines.get(0)).contains("watching");
                assertThat(lines.get(1)).contains("the database is away; waiting for it");
                assertThat(lines.get(2)).contains("answers again");
                assertThat(lines.get(3)).contains("answers 401: nobody has these credentials");
              });
    }
    ask(Says.ok("{\"entries\": []}"), "state", "watch").failsWith("older version");
    ask(new Says(401, "{}"), "state", "watch").failsWith("answers 401");
  }
}
