package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one file after the other on a thread of its own. A file system that does not answer
 * keeps only its own clients from being synced: that look is left behind, with its thread, and the
 * client is passed over until the look returns.
 */
final class PatientLooks {
  private static final Logger LOG = LoggerFactory.getLogger(PatientLooks.class);

  private final NodeId node;
  private final Patience patience;
  private final Set<ClientName> hanging = ConcurrentHashMap.newKeySet();

  PatientLooks(NodeId node, Patience patience) {
    this.node = node;
    this.patience = patience;
  }

  /**
   * A look that takes twice as long is left behind.
   *
   * @param further for those after one that was left behind: where one file hangs, others of the
   *     same file system do as well, and whoever is passed over too soon is looked at again by the
   *     next pass
   */
  record Patience(Duration first, Duration further) {}

  /** Looks at one client's file and keeps what it saw. */
  record Question(ClientName client, Runnable look) {}

  /**
   * Asks all, in their order.
   *
   * @throws InterruptedException when the caller is told to end
   */
  void ask(List<Question> questions) throws InterruptedException {
    Duration each = patience.first();
    List<Question> left = answering(questions);
    while (!left.isEmpty()) {
      Batch batch = new Batch(left);
      Thread thread = new Thread(batch::run, "sync-look-" + node);
      thread.setDaemon(true);
      thread.start();
      left = answering(batch.awaitEnd(each));
      each = patience.further();
    }
  }

  private List<Question> answering(List<Question> questions) {
    return questions.stream().filter(question -> !hanging.contains(question.client())).toList();
  }

  /** The clients whose files do not answer. */
  Set<ClientName> hanging() {
    return Set.copyOf(hanging);
  }

  /** One thread's work: until it is through, or left behind in the middle of a look. */
  private final class Batch {
    private final List<Question> questions;
    private final CountDownLatch ended = new CountDownLatch(1);
    // Both guarded by this; -1: the thread has not come to the first one yet
    private int at = -1;
    private boolean left;

    Batch(List<Question> questions) {
      this.questions = questions;
    }

    void run() {
      try {
        for (int next = 0; begins(next); next++) {
          look(questions.get(next));
        }
      } finally {
        ended.countDown();
      }
    }

    /** False after the last one, and when nobody waits for this batch any more. */
    private synchronized boolean begins(int next) {
      if (left) {
        ClientName back = questions.get(at).client();
        hanging.remove(back);
        LOG.info("client {}: its file answers again", back);
        return false;
      }
      at = next;
      return next < questions.size();
    }

    private void look(Question question) {
      try {
        question.look().run();
      } catch (RuntimeException e) {
        LOG.warn("client {}: a look at its file failed: {}", question.client(), e.toString());
      }
    }

    /** What is behind a look that takes too long; empty when all were asked. */
    List<Question> awaitEnd(Duration each) throws InterruptedException {
      int before = -1;
      while (!ended.await(each.toMillis(), TimeUnit.MILLISECONDS)) {
        int now = position();
        if (now == before && leave(now)) {
          return questions.subList(now + 1, questions.size());
        }
        before = now;
      }
      return List.of();
    }

    private synchronized int position() {
      return at;
    }

    /** Gives a look up; false when it ended just now, or has not begun. */
    private synchronized boolean leave(int position) {
      if (at != position || at < 0 || at >= questions.size()) {
        return false;
      }
      left = true;
      ClientName client = questions.get(at).client();
      hanging.add(client);
      LOG.warn("client {}: its file does not answer; it is passed over until it does", client);
      return true;
    }
  }
}
