package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that options name and that cannot be used: which one, and why, in words. */
final class BadOptionFilesTest {
  @TempDir Path directory;
  private Path gone;
  private Path source;

  @BeforeEach
  void prepare() throws Exception {
    gone = directory.resolve("gone");
    source = SourceFiles.small(directory.resolve("app.db"));
  }

  @Test
  void oneThatIsNotThereIsSaid() {
    String[] node = {"client", "status", "--node", "https://localhost:1"};
    assertThat(said("serve", "--config", "" + gone))
        .endsWith("gone cannot be read: there is no such file");
    assertThat(said("serve", "--secrets", "" + gone))
        .endsWith("gone cannot be read: there is no such file");
    assertThat(said(with(node, "--token-file", "" + gone))).endsWith("gone: there is no such file");
    assertThat(said(with(node, "--ca", "" + gone))).endsWith("gone: there is no such file");
    assertThat(
            said("sync", "--source", "" + source, "--client", "a", "--conflict-config", "" + gone))
        .isEqualTo("tributary: file " + gone + " cannot be read: there is no such file");
  }

  @Test
  void oneOfAnotherKindIsSaid() throws Exception {
    Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0});
    assertThat(said("serve", "--config", "" + directory)).endsWith(": Is a directory");
    assertThat(said("serve", "--config", "" + binary)).endsWith(": it is no UTF-8 text");
    assertThat(said("serve", "--secrets", "" + binary)).endsWith(": it is no folder");
    assertThat(said("db", "start", "--data-dir", "" + source.resolve("below")))
        .endsWith("below cannot be made or read; choose another place with --data-dir");
  }

  @Test
  void aNameThatNoTokenCanHaveIsNamedWithTheRule() {
    for (String name : new String[] {"", "a b", "-x", "d\u00f6ner"}) {
      assertThat(said("token", "--name", name, "--role", "viewer"))
          .startsWith("tributary: --name '" + name + "' is not allowed: it begins with a letter");
    }
  }

  private static String[] with(String[] words, String... more) {
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  /** The one line. */
  private static String said(String... words) {
    CommandRun run = CommandHere.bare(words).exits(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    assertThat(run.err()).doesNotContain("Exception");
    return run.err().strip();
  }
}
