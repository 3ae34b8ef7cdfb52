package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.api.internal.LeaseRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database, on a thread of its own, and answers each question with one event. All renewals
 * that wait are one statement.
 */
final class LeaseWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseWorker.class);

  private static final String LOCKED =
      "cannot elect: another session has locked sync_metadata.leader_election or a row of it;"
          + " pg_locks shows which";

  /** Something to do with the connection that is no question of an election. */
  interface Errand {
    void run() throws SQLException;
  }

  private final Leases leases;
  private final Mailbox mailbox;
  private final LongSupplier clock;
  private final BlockingQueue<Object> todo = new LinkedBlockingQueue<>();
  private final Complaint complaint = new Complaint();

  LeaseWorker(Leases leases, Mailbox mailbox, LongSupplier clock) {
    this.leases = leases;
    this.mailbox = mailbox;
    this.clock = clock;
  }

  void ask(Question question) {
    todo.add(question);
  }

  void ask(Errand errand) {
    todo.add(errand);
  }

  Complaint complaint() {
    return complaint;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<Object> batch = new ArrayList<>();
        batch.add(todo.take());
        todo.drainTo(batch);
        work(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leases.close();
    }
  }

  private void work(List<Object> batch) {
    List<Question> renewals = new ArrayList<>();
    for (Object one : batch) {
      if (one instanceof Question question && question.action() instanceof Action.Renew) {
        renewals.add(question);
      }
    }
    if (!renewals.isEmpty()) {
      answered(renewals, () -> renew(renewals));
    }
    for (Object one : batch) {
      if (one instanceof Errand errand) {
        answered(List.of(), errand);
      } else if (one instanceof Question question && !renewals.contains(question)) {
        answered(List.of(question), () -> answer(question));
      }
    }
  }

  /** The loop goes on for ever; what fails here is told to all who asked. */
  private void answered(List<Question> askers, Errand errand) {
    try {
      errand.run();
      complaint.over();
    } catch (SQLException e) {
      if (LeaseRow.isLocked(e)) {
        locked(askers, e);
      } else {
        failed(askers, LeaseRow.unavailable("elect", e));
      }
    } catch (SyncException e) {
      failed(askers, e);
    } catch (RuntimeException | Error e) {
      LOG.error("the election's question failed in an unexpected way", e);
      failed(askers, new TargetUnavailable("cannot elect: " + e, e));
    }
  }

  /** The connection is as good as before. */
  private void locked(List<Question> askers, SQLException e) {
    complaint.about(new TargetUnavailable(LOCKED, e));
    askers.forEach(asker -> mailbox.post(asker.from(), new Event.Locked()));
  }

  private void failed(List<Question> askers, SyncException e) {
    leases.close();
    complaint.about(e);
    askers.forEach(asker -> mailbox.post(asker.from(), new Event.NoAnswer()));
  }

  private void renew(List<Question> renewals) throws SQLException {
    long asked = clock.getAsLong();
    Leases.Renewals done = leases.renew(renewals.stream().map(LeaseWorker::renewal).toList());
    for (Question question : renewals) {
      mailbox.post(question.from(), answer(renewal(question), done, asked));
    }
  }

  private Event answer(LeaseRow.Renewal renewal, Leases.Renewals done, long asked) {
    ClusterName cluster = renewal.lease().cluster();
    if (done.locked().contains(cluster)) {
      return new Event.Locked();
    }
    return done.held().contains(cluster)
        ? new Event.Renewed(asked, leases.hasPulse(renewal.lease()), renewal.beacon())
        : new Event.RenewalRefused();
  }

  private static LeaseRow.Renewal renewal(Question question) {
    boolean beacon = ((Action.Renew) question.action()).beacon();
    return new LeaseRow.Renewal(question.from().lease(question.action()), beacon);
  }

  private void answer(Question question) throws SQLException {
    Candidacy from = question.from();
    Action action = question.action();
    if (action instanceof Action.Observe) {
      mailbox.post(from, new Event.Observed(leases.observe(from.cluster()), leases.timeline()));
    } else if (action instanceof Action.TakeOver takeOver) {
      takeOver(from, takeOver.claim());
    } else {
      leases.release(from.lease(action));
      mailbox.post(from, new Event.Released());
    }
  }

  private void takeOver(Candidacy from, Action.Claim claim) throws SQLException {
    long asked = clock.getAsLong();
    Leases.Takeover takeover = leases.takeOver(from.cluster(), claim);
    switch (takeover.result()) {
      case TAKEN -> {
        mailbox.post(
            from, new Event.TookOver(asked, leases.timeline(), takeover.view().term() + 1));
        ask(() -> leases.settle(from.cluster()));
      }
      case REFUSED ->
          mailbox.post(from, new Event.TakeoverRefused(takeover.view(), leases.timeline()));
      case LOCKED -> mailbox.post(from, new Event.Locked());
    }
  }
}
