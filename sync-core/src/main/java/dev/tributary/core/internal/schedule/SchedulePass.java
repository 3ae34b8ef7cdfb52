package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.Leadership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
    Seen seen = new Seen();
    List<PatientLooks.Question> questions = new ArrayList<>();
    // What people asked for comes first; there is never much of it.
    for (JobQueue.Pending job : jobs.pending()) {
      readable(job, leadership)
          .ifPresent(asked -> ask(questions, asked.client(), () -> seen.look(job.id(), asked)));
    }
    for (DueClient client : clients.due()) {
      ask(questions, client.name(), () -> seen.look(client));
    }
    looks.ask(questions);
    queue.replace(seen.work());
    List<DueClient> unchanged = seen.unchanged();
    if (!unchanged.isEmpty()) {
      clients.unchanged(unchanged, leadership);
    }
  }

  private void ask(List<PatientLooks.Question> questions, ClientName client, Runnable look) {
    if (!queue.isBusy(client)) {
      questions.add(new PatientLooks.Question(client, look));
    }
  }

  /** What the looks of one pass found; one that was left behind may still add to it, unread. */
  private final class Seen {
    // Both guarded by this
    private final List<DueClient> unchanged = new ArrayList<>();
    private final List<Work> work = new ArrayList<>();

    void look(UUID job, JobRequest asked) {
      add(Work.Requested.of(job, asked));
    }

    void look(DueClient client) {
      if (look.isUnchanged(client)) {
        synchronized (this) {
          unchanged.add(client);
        }
      } else {
        add(Work.Scheduled.of(client));
      }
    }

    private synchronized void add(Work one) {
      work.add(one);
    }

    synchronized List<DueClient> unchanged() {
      return List.copyOf(unchanged);
    }

    synchronized List<Work> work() {
      return List.copyOf(work);
    }
  }

  private Optional<JobRequest> readable(JobQueue.Pending pending, Leadership leadership) {
    try {
      return Optional.of(JobRequestJson.read(pending.request()));
    } catch (RuntimeException e) {
      jobs.refuse(pending.id(), "its request cannot be read: " + e.getMessage(), leadership);
      return Optional.empty();
    }
  }
}
