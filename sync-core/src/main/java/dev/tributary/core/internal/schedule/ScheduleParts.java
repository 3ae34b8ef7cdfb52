package dev.tributary.core.internal.schedule;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.snapshot.SnapshotTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The threads of one scheduler and what they share; started and stopped together. */
public final class ScheduleParts {
  private static final PatientLooks.Patience LOOKS =
      new PatientLooks.Patience(Duration.ofSeconds(1), Duration.ofMillis(50));

  private final ReadyQueue queue;
  private final Lanes lanes;
  private final GuardedLoop schedule;
  private final GuardedLoop heartbeat;
  private final HostRows hosts;

  /** Numbers of a scheduler; see {@code ScheduleSettings}. */
  public record Numbers(int lanes, Duration poll, Duration heartbeat, Duration silence) {}

  public ScheduleParts(
      ConnectionSource connections,
      LeaderElector elector,
      ClientRuns engine,
      HostEntry self,
      Numbers numbers) {
    Database database = new Database(connections);
    Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    JobQueue jobs = new JobQueue(database, self.cluster(), self.node());
    String words = "node %s on host %s".formatted(self.node(), self.machine());
    WorkRun runs = new WorkRun(elector, engine, jobs, backoff, words);
    this.queue = new ReadyQueue(numbers.lanes());
    this.hosts = new HostRows(database, self);
    this.lanes = new Lanes(numbers.lanes(), self.node(), queue, runs::run);
    SchedulePass pass =
        new SchedulePass(
            new DueClients(database, self.cluster(), backoff, engine::unchanged),
            jobs,
            new IdleLook(SnapshotTime.system()),
            new PatientLooks(self.node(), LOOKS),
            queue);
    Housekeeping housekeeping =
        new Housekeeping(jobs, hosts, new Retention(database), numbers.silence(), System::nanoTime);
    Duty duty = new Duty(elector, pass, runs, queue, housekeeping);
    this.schedule = new GuardedLoop("sync-schedule-" + self.node(), duty::turn, numbers.poll());
    this.heartbeat =
        new GuardedLoop("sync-heartbeat-" + self.node(), hosts::beat, numbers.heartbeat());
  }

  public void start() {
    heartbeat.start();
    lanes.start();
    schedule.start();
  }

  public void wake() {
    schedule.wake();
  }

  /** Nothing new begins. */
  public void stopTaking() {
    schedule.stop();
    queue.close();
  }

  /**
   * Waits for the runs under way; those that take longer are interrupted.
   *
   * @return whether all are over
   */
  public boolean drain(Duration patience) throws InterruptedException {
    boolean drained = lanes.drain(patience);
    if (!drained) {
      lanes.interrupt();
    }
    schedule.join(Duration.ofSeconds(2));
    return drained;
  }

  /** The last word of this node; not said when the database is away. */
  public void leave() throws InterruptedException {
    heartbeat.stop();
    heartbeat.join(Duration.ofSeconds(2));
    hosts.leave();
  }

  public int running() {
    return queue.running();
  }

  public int waiting() {
    return queue.waiting();
  }

  public Optional<String> namesake() {
    return hosts.namesake();
  }

  public long passes() {
    return schedule.turns();
  }

  public long failures() {
    return schedule.failures() + lanes.failures();
  }
}
