package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.menu.ScriptedScreen;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MenuCommandsTest {
  private final ScriptedScreen screen = ScriptedScreen.types();

  private MenuCommands with(Map<String, String> options) {
    return new MenuCommands(screen, Optional.empty(), options);
  }

  @Test
  void whatANodeAnswersIsAskedAndWhatNeedsTheHostIsRefusedBeforeItRuns() {
    MenuCommands far = with(Map.of("--node", "https://localhost:1"));
    assertThat(far.elsewhere("client", "pause", "--client", "acme")).isEmpty();
    assertThat(far.elsewhere("cluster", "status")).isEmpty();
    for (String act : new String[] {"status", "logs", "restart", "stop", "update"}) {
      assertThat(far.elsewhere("node", act, "h-node-a").orElseThrow())
          .startsWith("'tributary node " + act + " h-node-a' needs the host of the nodes")
          .contains("'tributary menu'");
    }
    assertThat(far.run("cluster", "deploy")).isEqualTo(ExitCode.FAILED);
    assertThat(screen.lines()).hasSize(1).first().asString().contains("needs the host");
  }

  @Test
  void onTheHostNothingIsElsewhere() {
    assertThat(with(Map.of("--cluster", "prod")).elsewhere("node", "stop", "h-node-a")).isEmpty();
  }
}
