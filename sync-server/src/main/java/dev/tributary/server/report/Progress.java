package dev.tributary.server.report;

import dev.tributary.api.SyncListener;
import java.io.PrintWriter;

/** Shows how a run goes on. Closed before anything else is printed. */
public interface Progress extends SyncListener, AutoCloseable {

  @Override
  void close();

  /** Shows nothing. */
  static Progress silent() {
    return () -> {};
  }

  /** One line on a terminal, overwritten in place. */
  static Progress bar(PrintWriter out) {
    return new ProgressBar(out, System::nanoTime);
  }

  /** Plain lines for a log, one every few seconds. */
  static Progress lines(PrintWriter out) {
    return new ProgressLines(out, System::nanoTime);
  }
}
