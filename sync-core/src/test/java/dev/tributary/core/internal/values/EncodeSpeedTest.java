package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TargetType;
import dev.tributary.core.internal.table.TextEncoding;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The path of bulk loads makes no garbage; its speed is printed, not judged. */
class EncodeSpeedTest {
  private static final int ROWS = 200_000;
  private static final int CHUNK = 64 << 10;

  @Test
  void narrowRowsAreEncodedWithoutGarbage() {
    Encoding encoding =
        new Encoding(
            TargetType.BIGINT,
            TargetType.TEXT,
            TargetType.DOUBLE,
            TargetType.NUMERIC,
            TargetType.BOOLEAN,
            TargetType.TIMESTAMPTZ_S);
    encoding.row.setText(1, "event-0815".getBytes(StandardCharsets.UTF_8));
    encoding.row.setReal(2, 0.5);
    encoding.row.setReal(3, 19.99);
    encoding.row.setInteger(4, 1);
    encoding.row.setInteger(5, 1_700_000_000);
    assertNoGarbage("narrow", encoding, ROWS);
  }

  @Test
  void wideJsonIsEncodedWithoutGarbage() {
    Encoding encoding = new Encoding(TargetType.BIGINT, TargetType.JSON);
    String message = "{\"role\":\"user\",\"content\":\"The quick brown fox\\njumps over ü\"}";
    String json = "[" + (message + ",").repeat(30) + message + "]";
    encoding.row.setText(1, json.getBytes(StandardCharsets.UTF_8));
    assertNoGarbage("wide JSON", encoding, ROWS / 10);
  }

  /** One row to be encoded again and again. */
  private static final class Encoding {
    final Row row;
    final RowEncoder encoder;
    final CopyBuffer out = new CopyBuffer(2 * CHUNK);

    Encoding(TargetType... types) {
      row = new Row(types.length);
      encoder = new RowEncoder(Plans.of(types), TextEncoding.UTF_8);
    }

    long run(int rows) {
      long bytes = 0;
      for (int i = 0; i < rows; i++) {
        row.setInteger(0, i);
        assertExact(encoder.encode(row, i, 42, out));
        if (out.length() > CHUNK) {
          bytes += out.length();
          out.clear();
        }
      }
      return bytes;
    }

    private static void assertExact(int strays) {
      if (strays != 0) {
        throw new AssertionError("not the common path");
      }
    }
  }

  private static void assertNoGarbage(String what, Encoding encoding, int rows) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    encoding.run(rows);
    long allocated = thread.getCurrentThreadAllocatedBytes();
    long cpu = thread.getCurrentThreadCpuTime();
    long bytes = encoding.run(rows);
    double seconds = (thread.getCurrentThreadCpuTime() - cpu) / 1e9;
    long garbage = thread.getCurrentThreadAllocatedBytes() - allocated;
    System.out.printf(
        "encode %s: %.0f rows/s, %.0f MB/s%n", what, rows / seconds, bytes / 1e6 / seconds);
    assertThat(garbage).as("bytes allocated for %d rows", rows).isLessThan(rows);
  }
}
