package dev.tributary.server.cli.state;

import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore.Watch;
import dev.tributary.server.cli.option.AtLeastOne;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.engine.StateSession;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteState;
import dev.tributary.server.report.StateAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary state watch}: reads only, until it is interrupted or has seen enough. */
@Command(
    name = "watch",
    header = "Print each change as it happens.",
    description = {
      "With --json each change is a document in a line of its own. A value that was written several",
      "times in short order may be told once, as it is then; with --node, within a second."
    })
final class StateWatchCommand implements Callable<Integer> {
  private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Only keys that begin so, such as deployment.")
  private String prefix;

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "End after so many changes.")
  private Optional<Integer> count;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "End after so many seconds.")
  private Optional<Integer> seconds;

  @Override
  public Integer call() {
    try {
      Optional<NodeClient> remote = node.client();
      if (remote.isPresent()) {
        printUntilEnd(at(remote.get()));
      } else {
        watchDatabase();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to end, which is how a watch ends
    }
    return ExitCode.DONE;
  }

  private void watchDatabase() throws InterruptedException {
    BlockingQueue<StateEntry> changes = new LinkedBlockingQueue<>();
    try (StateSession session = target.openState(output)) {
      Watch watch = session.store().watch(prefix, changes::add);
      output.say("watching; Ctrl-C ends it");
      printUntilEnd(nanos -> Optional.ofNullable(changes.poll(nanos, TimeUnit.NANOSECONDS)));
      watch.close();
    }
  }

  /** Changes as they come. */
  private interface Changes {
    /** Empty: none came in time. */
    Optional<StateEntry> next(long patienceNanos) throws InterruptedException;
  }

  private Changes at(NodeClient asked) {
    RemoteState state = RemoteState.of(asked, prefix, output::say);
    output.say("watching; Ctrl-C ends it");
    Deque<StateEntry> news = new ArrayDeque<>();
    return patience -> {
      long end = System.nanoTime() + patience;
      while (news.isEmpty() && end - System.nanoTime() > 0) {
        long pause = Math.min(LOOK_AGAIN_NANOS, end - System.nanoTime());
        new CountDownLatch(1).await(pause, TimeUnit.NANOSECONDS);
        news.addAll(state.news());
      }
      return Optional.ofNullable(news.poll());
    };
  }

  private void printUntilEnd(Changes changes) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds.orElse(Integer.MAX_VALUE));
    for (long seen = 0; seen < count.map(Long::valueOf).orElse(Long.MAX_VALUE); seen++) {
      Optional<StateEntry> next = changes.next(end - System.nanoTime());
      if (next.isEmpty()) {
        return;
      }
      output.event(StateAnswer.change(next.get()));
    }
  }
}
