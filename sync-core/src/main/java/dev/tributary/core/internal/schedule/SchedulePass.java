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
  private final PatientLooks looks;
  private final ReadyQueue queue;

  SchedulePass(
      DueClients clients, JobQueue jobs, IdleLook look, PatientLooks looks, ReadyQueue queue) {
    this.clients = clients;
    this.jobs = jobs;
    this.look = look;
    this.looks = looks;
    this.queue = queue;
  }

  void run(Leadership leadership) throws InterruptedException {
    queue.passBegins();
    List<Work> work = new ArrayList<>();
    // What people asked for comes first; there is never much of it.
    for (JobQueue.Pending pending : jobs.pending()) {
      readable(pending, leadership).ifPresent(work::add);
    }
    Seen seen = look(clients.due());
    work.addAll(seen.changed());
    queue.replace(work);
    List<DueClient> unchanged = seen.unchanged();
    if (!unchanged.isEmpty()) {
      clients.unchanged(unchanged, leadership);
    }
  }

  private Seen look(List<DueClient> due) throws InterruptedException {
    Seen seen = new Seen();
    List<PatientLooks.Question> questions = new ArrayList<>();
    for (DueClient client : due) {
      if (!queue.isBusy(client.name())) {
        questions.add(new PatientLooks.Question(client.name(), () -> seen.look(client)));
      }
    }
    looks.ask(questions);
    return seen;
  }

  /** What the looks of one pass found; one that was left behind may still add to it, unread. */
  private final class Seen {
    // Both guarded by this
    private final List<DueClient> unchanged = new ArrayList<>();
    private final List<Work> changed = new ArrayList<>();

    void look(DueClient client) {
      if (look.isUnchanged(client)) {
        synchronized (this) {
          unchanged.add(client);
        }
      } else {
        Work work = Work.Scheduled.of(client);
        synchronized (this) {
          changed.add(work);
        }
      }
    }

    synchronized List<DueClient> unchanged() {
      return List.copyOf(unchanged);
    }

    synchronized List<Work> changed() {
      return List.copyOf(changed);
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
