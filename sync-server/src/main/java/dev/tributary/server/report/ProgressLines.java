package dev.tributary.server.report;

import static dev.tributary.server.report.Quantities.bytes;
import static dev.tributary.server.report.Quantities.count;

import dev.tributary.api.ClientName;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Plain lines for a log, one every few seconds. */
final class ProgressLines implements Progress {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final Pace pace;

  ProgressLines(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.pace = new Pace(PAUSE, nanoTime);
  }

  @Override
  public synchronized void progress(
      ClientName client, String table, long done, long total, long bytes) {
    if (pace.isDue()) {
      String share = total > 0 ? " of about " + count(total) : "";
      out.println(
          "%s: %s: %s%s rows, %s"
              .formatted(client, Printable.of(table), count(done), share, bytes(bytes)));
      out.flush();
    }
  }

  @Override
  public void close() {}
}
