package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexProcessTest {
  @TempDir Path directory;

  @Test
  void twoMillionRowsFitIntoASmallHeapAndComeBack() throws Exception {
    Path path = directory.resolve("large");
    assertThat(run("-Xmx24m", "fill", path, 2_000_000)).isZero();

    try (BaseIndex index = BaseIndex.open(path, IndexProcess.PLAN).orElseThrow()) {
      assertThat(index.size()).isEqualTo(2_000_000);
      for (long i = 0; i < 2_000_000; i += 1999) {
        assertThat(index.rowHash(IndexProcess.key(i))).hasValue(~i);
      }
      assertThat(index.rowHash(IndexProcess.key(2_000_000))).isEmpty();
      index.startScan();
      long[] sum = {0};
      index.forEachUnseen((row, key) -> sum[0] += row.integer(0));
      assertThat(sum[0]).isEqualTo(2_000_000L * 1_999_999 / 2);
    }
  }

  @Test
  void indexOfAProcessThatDiedInTheMiddleIsNotBelieved() throws Exception {
    for (int rows : new int[] {1000, 100_000}) {
      Path path = directory.resolve("rows" + rows);
      assertThat(run("-Xmx24m", "fill", path, rows)).isZero();
      try (BaseIndex open = BaseIndex.open(path, IndexProcess.PLAN).orElseThrow()) {
        assertThat(BaseIndex.open(path, IndexProcess.PLAN)).as("while another has it").isEmpty();
        assertThat(open.size()).isEqualTo(rows);
      }

      assertThat(run("-Xmx24m", "die", path, 10)).isEqualTo(IndexProcess.DIED);

      assertThat(BaseIndex.open(path, IndexProcess.PLAN)).isEmpty();
    }
  }

  private static int run(String heap, String what, Path path, int rows) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IndexProcess.class.getName(),
                what,
                path.toString(),
                Integer.toString(rows))
            .inheritIO()
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
