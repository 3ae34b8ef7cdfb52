package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.CellCompare;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorOneFileTest {
  @TempDir Path folder;

  @Test
  void theFileIsMirroredFollowedAskedAndRestored() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new MirrorOneFile(folder, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "COMPLETE: 3 rows written",
            "COMPLETE: 2 rows written",
            "1 | buy milk | true",
            "2 | call Ann | false",
            "restored 2 rows, 6 cells");
    assertThat(CellCompare.differences(folder.resolve("app.db"), folder.resolve("restored.db")))
        .isEmpty();
  }
}
