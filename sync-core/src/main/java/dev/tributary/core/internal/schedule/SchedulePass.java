package dev.tributary.core.internal.schedule;

import dev.tributary.api.Leadership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One look at the whole cluster: what people asked for, and who is due. Files that are as they were
 * are done with here, all in one statement; the rest becomes ready for the lanes.
 */
final class SchedulePass {
  private final DueClients clients;
  private final JobQueue jobs;
  private final IdleLook look;
  private final ReadyQueue queue;

  SchedulePass(DueClients clients, JobQueue jobs, IdleLook look, ReadyQueue queue) {
    this.clients = clients;
    this.jobs = jobs;
    this.look = look;
    this.queue = queue;
  }

  void run(Leadership leadership) {
    queue.passBegins();
    // What people asked for comes first; there is never much of it.
    List<Work> work = new ArrayList<>();
    for (JobQueue.Pending pending : jobs.pending()) {
      readable(pending, leadership).ifPresent(work::add);
    }
    List<DueClient> idle = new ArrayList<>();
    for (DueClient client : clients.due()) {
      if (queue.isBusy(client.name())) {
        continue;
      }
      if (look.isUnchanged(client)) {
        idle.add(client);
      } else {
        work.add(Work.Scheduled.of(client));
      }
    }
    queue.replace(work);
    if (!idle.isEmpty()) {
      clients.unchanged(idle, leadership);
    }
  }

  private Optional<Work> readable(JobQueue.Pending pending, Leadership leadership) {
    try {
      return Optional.of(Work.Requested.of(pending));
    } catch (RuntimeException e) {
      jobs.refuse(pending.id(), "its request cannot be read: " + e.getMessage(), leadership);
      return Optional.empty();
    }
  }
}
