package dev.tributary.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemctl and journalctl are told, word for word. */
final class SystemdNodesTest {
  private static final String SCRIPT =
      """
      case "$*" in
        show*@up.service) printf 'LoadState=loaded\\nActiveState=active\\nMainPID=42\\nUnitFileState=enabled\\n' ;;
        show*@down.service) printf 'LoadState=loaded\\nActiveState=inactive\\nMainPID=0\\nUnitFileState=enabled\\n' ;;
        show*) printf 'LoadState=loaded\\nActiveState=inactive\\nMainPID=0\\nUnitFileState=disabled\\n' ;;
        restart*bad*) echo "Job failed."; exit 1 ;;
      esac
      """;

  @TempDir Path folder;
  private StubTool systemctl;
  private StubTool journalctl;
  private SystemdNodes nodes;

  @BeforeEach
  void stub() {
    systemctl = StubTool.in(folder, "systemctl", SCRIPT);
    journalctl = StubTool.in(folder, "journalctl", "echo line");
    nodes = new SystemdNodes(systemctl.tool(), journalctl.tool());
  }

  @Test
  void aUnitRunsIsStoppedOrNobodys() {
    assertThat(nodes.standing("up"))
        .isEqualTo(new Standing(Standing.State.RUNNING, "unit active, process 42"));
    assertThat(nodes.standing("down"))
        .isEqualTo(new Standing(Standing.State.STOPPED, "unit inactive"));
    assertThat(nodes.standing("other").isKnown()).isFalse();
    assertThat(systemctl.calls().get(0))
        .isEqualTo(
            "[show][--property=LoadState,ActiveState,MainPID,UnitFileState][tributary@up.service]");
  }

  @Test
  void unitsAreStartedStoppedRestartedAndUpdated() {
    nodes.deploy(List.of("up", "down"));
    nodes.stop("up");
    nodes.restart("up");
    nodes.update("up");
    assertThat(systemctl.calls())
        .containsExactly(
            "[enable][--now][tributary@up.service]",
            "[enable][--now][tributary@down.service]",
            "[stop][tributary@up.service]",
            "[restart][tributary@up.service]",
            "[daemon-reload]",
            "[restart][tributary@up.service]");
    assertThatThrownBy(() -> nodes.restart("bad")).hasMessageContaining("Job failed.");
  }

  @Test
  void theJournalIsReadAndFollowed() {
    List<String> lines = new ArrayList<>();
    nodes.log("up", 50, lines::add);
    nodes.follow("up", 5, lines::add);
    assertThat(lines).containsExactly("line", "line");
    assertThat(journalctl.calls())
        .containsExactly(
            "[--unit][tributary@up.service][--lines][50][--no-pager]",
            "[--unit][tributary@up.service][--lines][5][--no-pager][--follow]");
  }
}
