package dev.tributary.server.cli;

import static dev.tributary.server.cli.FakeNode.Says.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.RemoteJob;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node's answers one after the other, as they come when somebody looks at the wrong moment. */
final class RemoteJobTest {
  private static int exitCode(FakeNode.Says... answers) throws IOException {
    try (FakeNode node = FakeNode.saying(answers)) {
      RemoteClients remote =
          new RemoteClients(new NodeClient(node.url(), Optional.empty(), Optional.empty()));
      Map<String, Object> job = RemoteJob.awaited(remote, "sync_1");
      assertThat(node.left()).isEqualTo(1);
      return RemoteJob.exitCode(job);
    }
  }

  @Test
  void aHoldIsToldByTheResultWhichFollowsTheEndOfTheRun() throws IOException {
    assertThat(
            exitCode(
                ok("{\"status\": \"running\"}"),
                ok("{\"status\": \"failed\", \"result\": null}"),
                ok("{\"status\": \"failed\", \"result\": {\"outcome\": \"on_hold\"}}")))
        .isEqualTo(ExitCode.WAITING);
  }

  @Test
  void nothingFollowsAFailureThatIsExplainedNorAJobThatWasTakenBack() throws IOException {
    assertThat(exitCode(ok("{\"status\": \"failed\", \"error_details\": {\"kind\": \"SOURCE\"}}")))
        .isEqualTo(ExitCode.FAILED);
    assertThat(exitCode(ok("{\"status\": \"cancelled\"}"))).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aNodeThatIsAwayForAMomentStillKnowsItsJob() throws IOException {
    assertThat(
            exitCode(
                ok("{\"status\": \"running\"}"),
                new FakeNode.Says(503, "{\"detail\": \"the database is away\"}"),
                new FakeNode.Says(0, ""),
                ok("{\"status\": \"success\", \"result\": {}}")))
        .isEqualTo(ExitCode.DONE);
  }
}
