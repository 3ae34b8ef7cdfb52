package dev.tributary.server.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether a process runs. One that has ended is there until its parent asks how; where that is a
 * process 1 that asks late, or in a container never, it counts as alive for Java all the same.
 */
final class LivingProcess {
  private static final long LOOK_EVERY_MILLIS = 20;
  private static final String ENDED = "ZX";

  private LivingProcess() {}

  static boolean is(ProcessHandle handle) {
    return handle.isAlive() && ENDED.indexOf(state(handle.pid())) < 0;
  }

  /** False when it runs still. */
  static boolean endsWithin(Duration time, ProcessHandle handle) throws InterruptedException {
    long start = System.nanoTime();
    while (is(handle)) {
      if (System.nanoTime() - start > time.toNanos()) {
        return false;
      }
      new CountDownLatch(1).await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  /** The letter after the name, which is in brackets and may hold any; '?' where nobody tells. */
  private static char state(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      int name = line.lastIndexOf(')');
      return name >= 0 && name + 2 < line.length() ? line.charAt(name + 2) : '?';
    } catch (IOException e) {
      return '?'; // it is gone, or this is no Linux
    }
  }
}
