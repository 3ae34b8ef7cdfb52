package dev.tributary.server.cli;

import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore.Watch;
import dev.tributary.server.engine.StateSession;
import dev.tributary.server.report.StateAnswer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
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
    description = "With --json each change is a document in a line of its own.")
final class StateWatchCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
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
      defaultValue = "9223372036854775807",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "End after so many changes.")
  private long count;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2147483647",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "End after so many seconds.")
  private long seconds;

  @Override
  public Integer call() {
    BlockingQueue<StateEntry> changes = new LinkedBlockingQueue<>();
    try (StateSession session = target.openState(output)) {
      Watch watch = session.store().watch(prefix, changes::add);
      output.say("watching; Ctrl-C ends it");
      print(changes);
      watch.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to end, which is how a watch ends
    }
    return ExitCode.DONE;
  }

  private void print(BlockingQueue<StateEntry> changes) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long seen = 0; seen < count; seen++) {
      StateEntry next = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      output.event(StateAnswer.change(next));
    }
  }
}
