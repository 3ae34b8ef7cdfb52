package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.connection.Way;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.TargetChoice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConnectionCommandTest {

  @Test
  void theAnswerIsAnAddressWithoutPasswordAndOneWayForEachTry() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String place = "127.0.0.1:" + listener.getLocalPort();
      JsonNode document =
          CommandRun.with(
                  Map.of("DATABASE_URL", "postgresql://a%40b:s3cr%2Ft@" + place + "/app"),
                  "db",
                  "connection",
                  "--json")
              .exits(ExitCode.DONE)
              .json();
      assertThat(document.path("route").asText()).isEqualTo("direct");
      assertThat(document.path("url").asText()).isEqualTo("postgresql://a%40b@" + place + "/app");
      assertThat(document.path("tried")).hasSize(1);
      assertThat(document.toString()).contains("over IPv4").doesNotContain("s3cr");
    }
  }

  @Test
  void aClosedWayIsSaidAndEndsWithOne() throws IOException {
    int closed;
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      closed = listener.getLocalPort();
    }
    CommandRun run =
        CommandRun.of("db", "connection", "--target", "postgresql://127.0.0.1:" + closed + "/x");
    assertThat(run.exits(ExitCode.FAILED).out())
        .contains("direct 127.0.0.1:" + closed + ": refused over IPv4")
        .contains("no way to the database is open from here");
  }

  @Test
  void anAddressCountsMoreThanAProject() {
    Map<String, String> project =
        Map.of("SUPABASE_PROJECT_REF", "abcdefgh", "SUPABASE_REGION", "aws-0-eu-central-1");
    assertThat(hosts(Optional.empty(), project))
        .containsExactly(
            "db.abcdefgh.supabase.co",
            "aws-0-eu-central-1.pooler.supabase.com",
            "aws-0-eu-central-1.pooler.supabase.com");
    assertThat(hosts(Optional.of(DatabaseUrl.parse("postgresql://here/x")), project))
        .containsExactly("here");
    assertThat(hosts(Optional.empty(), Map.of())).isEmpty();
  }

  private static List<String> hosts(Optional<DatabaseUrl> named, Map<String, String> variables) {
    Surroundings around = new Surroundings(variables, Path.of("/root"), "host", 1);
    return new TargetChoice(named, Path.of("/tmp"), around).ways().stream().map(Way::host).toList();
  }
}
