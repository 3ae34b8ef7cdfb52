package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one file after the other on a thread of its own. A file system that does not answer
 * keeps only its own client from being synced: that look is left behind, with its thread, and the
 * client is passed over until the look returns.
 */
final class PatientLooks {
  private static final Logger LOG = LoggerFactory.getLogger(PatientLooks.class);

  private final NodeId node;
  private final Duration patience;
  private final Set<ClientName> hanging = ConcurrentHashMap.newKeySet();

  /**
   * @param patience a look that takes twice as long is left behind
   */
  PatientLooks(NodeId node, Duration patience) {
    this.node = node;
    this.patience = patience;
  }

  /** Looks at one client's file and keeps what it saw. */
  record Question(ClientName client, Runnable look) {}

  /**
   * Asks all, in their order.
   *
   * @throws InterruptedException when the caller is told to end
   */
  void ask(List<Question> questions) throws InterruptedException {
    List<Question> left =
        questions.stream().filter(question -> !hanging.contains(question.client())).toList();
    while (!left.isEmpty()) {
      Batch batch = new Batch(left);
      Thread thread = new Thread(batch::run, "sync-look-" + node);
      thread.setDaemon(true);
      thread.start();
      left = batch.awaitEnd() ? List.of() : batch.leave();
    }
  }

  /** The clients whose files do not answer. */
  Set<ClientName> hanging() {
    return Set.copyOf(hanging);
  }

  /** One thread's work: until it is through, or left behind in the middle of a look. */
  private final class Batch {
    private final List<Question> questions;
    private final CountDownLatch ended = new CountDownLatch(1);
    // Both guarded by this
    private int at;
    private boolean left;

    Batch(List<Question> questions) {
      this.questions = new ArrayList<>(questions);
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

    /** False when one look takes too long. */
    boolean awaitEnd() throws InterruptedException {
      int before = -1;
      while (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        int now = position();
        if (now == before) {
          return false;
        }
        before = now;
      }
      return true;
    }

    private synchronized int position() {
      return at;
    }

    /** Gives the present look up; what is behind it remains. */
    synchronized List<Question> leave() {
      if (at >= questions.size()) {
        return List.of(); // it ended just now
      }
      left = true;
      ClientName client = questions.get(at).client();
      hanging.add(client);
      LOG.warn("client {}: its file does not answer; it is passed over until it does", client);
      return questions.subList(at + 1, questions.size());
    }
  }
}
