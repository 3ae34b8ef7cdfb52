package dev.tributary.election;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls one listener, in order, on a thread that comes and goes with the calls. */
final class ListenerCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerCalls.class);

  private final LeadershipListener listener;
  private final ThreadPoolExecutor executor;

  ListenerCalls(LeadershipListener listener, String threadName) {
    this.listener = listener;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  void gained(Leadership leadership) {
    executor.execute(() -> call(() -> listener.gained(leadership)));
  }

  void lost(Leadership leadership, LossReason reason, Runnable then) {
    executor.execute(
        () -> {
          call(() -> listener.lost(leadership, reason));
          then.run();
        });
  }

  private static void call(Runnable listening) {
    try {
      listening.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a leadership listener failed", e);
    }
  }

  void stop() {
    executor.shutdown();
  }
}
