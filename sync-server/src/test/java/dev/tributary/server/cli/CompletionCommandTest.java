package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script is tried in the shell itself. */
final class CompletionCommandTest {
  @TempDir Path folder;

  @Test
  void bashCompletesCommandsTheirCommandsAndOptions() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("completion"), CommandHere.bare("completion", "bash").exits(0).out());
    assertThat(completed(script, "tributary clu")).contains("cluster");
    assertThat(completed(script, "tributary cluster ")).contains("deploy", "deregister", "unstick");
    assertThat(completed(script, "tributary client discover --reg")).contains("--register");
    assertThat(completed(script, "tributary quarantine ")).contains("retry");
  }

  private static String completed(Path script, String line)
      throws IOException, InterruptedException {
    String[] words = line.split(" ", -1);
    String shell =
        """
        source '%s'
        COMP_WORDS=(%s)
        COMP_CWORD=%d
        _complete_tributary
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, line + (line.endsWith(" ") ? "''" : ""), words.length - 1);
    Process bash = new ProcessBuilder("bash", "-c", shell).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return out;
  }

  @Test
  void zshLoadsItsOwnCompletionFirstAndAnotherShellIsNone() {
    assertThat(CommandHere.bare("completion", "zsh").exits(0).out())
        .startsWith("#compdef tributary\nautoload -U +X compinit && compinit\n");
    assertThat(CommandHere.bare("completion").exits(0).out()).contains("_complete_tributary");
    assertThat(CommandHere.bare("completion", "fish").code())
        .isEqualTo(ExitCode.WRONG_COMMAND_LINE);
  }
}
