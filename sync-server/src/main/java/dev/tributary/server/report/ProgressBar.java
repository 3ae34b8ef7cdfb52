package dev.tributary.server.report;

import static dev.tributary.server.report.Quantities.bytes;
import static dev.tributary.server.report.Quantities.count;

import dev.tributary.api.ClientName;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One line on a terminal that is overwritten in place and wiped at the end. */
final class ProgressBar implements Progress {
  private static final int WIDTH = 24;
  private static final String WIPE = "\r\u001b[K";
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final PrintWriter out;
  private final Pace pace;

  ProgressBar(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.pace = new Pace(PAUSE, nanoTime);
  }

  @Override
  public synchronized void progress(
      ClientName client, String table, long done, long total, long bytes) {
    if (pace.isDue()) {
      out.print(WIPE + line(client, table, done, total, bytes));
      out.flush();
    }
  }

  private static String line(ClientName client, String table, long done, long total, long bytes) {
    String shown = Printable.of(table.length() <= 24 ? table : table.substring(0, 23) + "~");
    if (total <= 0) {
      return "%s  %s  %s rows  %s".formatted(client, shown, count(done), bytes(bytes));
    }
    int filled = (int) (WIDTH * Math.min(done, total) / total);
    return "%s  %s  [%s%s] %3d %%  %s rows  %s"
        .formatted(
            client,
            shown,
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            100 * Math.min(done, total) / total,
            count(done),
            bytes(bytes));
  }

  @Override
  public synchronized void close() {
    out.print(WIPE);
    out.flush();
  }
}
