package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher is silent when this fails, and all commands are slow from then on. */
final class PrepareCommandTest {
  @TempDir Path folder;

  @Test
  void theRehearsalGoesToItsEndAndTheLibraryIsUnpacked() throws Exception {
    assertThat(CommandHere.bare("prepare", folder.toString()).exits(0).out())
        .contains("large: complete")
        .contains("400 rows read in 1 table, 400 changed");
    assertThat(folder.toFile().list()).containsExactly(System.mapLibraryName("sqlitejdbc"));
  }
}
