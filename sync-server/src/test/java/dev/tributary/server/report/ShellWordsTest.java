package dev.tributary.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShellWordsTest {

  @Test
  void whatNeedsNoQuotesHasNone() {
    assertThat(ShellWords.of("client", "sync", "--source", "/srv/acme-1/webui.db"))
        .isEqualTo("client sync --source /srv/acme-1/webui.db");
  }

  @Test
  void aShellReadsEachWordAsItIs() throws Exception {
    String[] words = {
      "it's",
      "a b",
      "",
      "$HOME `id` \\ \"",
      "d\u00f6ner \ud83e\udd59",
      "*",
      "~",
      "=ls",
      "a\nb\u202e1\t'"
    };
    assertThat(readByBash(ShellWords.of(words))).isEqualTo(List.of(words));
  }

  @Test
  void whatATerminalWouldObeyIsNotInTheLine() {
    String line = ShellWords.of("a\u001b[2Jb\u202e");
    assertThat(line).isEqualTo(Printable.of(line));
  }

  /** Over standard input: so its bytes are the same in every language. */
  private static List<String> readByBash(String line) throws Exception {
    Process bash = new ProcessBuilder("bash").redirectErrorStream(true).start();
    bash.getOutputStream()
        .write(("printf '%s\\0' " + line + "\n").getBytes(StandardCharsets.UTF_8));
    bash.getOutputStream().close();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return List.of(said.split("\0", -1)).subList(0, said.split("\0", -1).length - 1);
  }
}
