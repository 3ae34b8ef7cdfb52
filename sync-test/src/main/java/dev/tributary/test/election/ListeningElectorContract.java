package dev.tributary.test.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClusterName;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import dev.tributary.api.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an elector with a {@link LeadershipListener} does besides. */
public abstract class ListeningElectorContract extends LeaderElectorContract {

  /** Makes and starts one; the contract closes it. */
  protected abstract LeaderElector make(
      NodeId node, ClusterName cluster, LeadershipListener listener);

  @Override
  protected final LeaderElector make(NodeId node, ClusterName name) {
    return make(node, name, LeadershipListener.NONE);
  }

  private LeaderElector start(String node, LeadershipListener listener) {
    return keep(make(new NodeId(node), cluster, listener));
  }

  /** Writes down what it hears. */
  private static final class Diary implements LeadershipListener {
    final List<String> entries = new CopyOnWriteArrayList<>();

    @Override
    public void gained(Leadership leadership) {
      entries.add("gained " + leadership.token().term());
    }

    @Override
    public void lost(Leadership leadership, LossReason reason) {
      entries.add("lost " + leadership.token().term() + " " + reason);
    }
  }

  @Test
  void oneLossPerGainInOrder() throws Exception {
    Diary diary = new Diary();
    LeaderElector elector = start("a", diary);
    elector.await(SOON);
    elector.resign();
    elector.await(SOON);
    elector.close();
    assertThat(diary.entries)
        .containsExactly("gained 1", "lost 1 RESIGNED", "gained 2", "lost 2 CLOSED");
  }

  @Test
  void aLeaderThatIsDeposedHearsIt() throws Exception {
    Diary diary = new Diary();
    LeaderElector a = start("a", diary);
    Leadership deposed = a.await(SOON);
    expire(cluster);
    nextAfter(deposed, start("b"), a);
    long deadline = System.nanoTime() + LEASE.toNanos();
    while (diary.entries.size() < 2 && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    assertThat(diary.entries).startsWith("gained 1", "lost 1 TAKEN_OVER");
  }

  @Test
  void slowListenerDelaysNoHeartbeat() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    LeaderElector elector =
        start(
            "a",
            new LeadershipListener() {
              @Override
              public void gained(Leadership leadership) {
                await(end);
              }
            });
    Leadership leadership = elector.await(SOON);
    assertThat(end.await(LEASE.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    assertThat(leadership.isValid()).isTrue();
    end.countDown();
  }

  @Test
  void throwingListenerHarmsNobody() throws Exception {
    LeaderElector elector =
        start(
            "a",
            new LeadershipListener() {
              @Override
              public void gained(Leadership leadership) {
                throw new IllegalStateException("at gain");
              }

              @Override
              public void lost(Leadership leadership, LossReason reason) {
                throw new IllegalStateException("at loss");
              }
            });
    assertThat(elector.await(SOON).isValid()).isTrue();
    elector.close();
    assertThat(start("b").await(Duration.ofSeconds(4)).isValid()).isTrue();
  }

  @Test
  void leaseIsGivenUpAfterTheListenerHasHeard() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    LeaderElector first =
        start(
            "a",
            new LeadershipListener() {
              @Override
              public void lost(Leadership leadership, LossReason reason) {
                heard.countDown();
                await(end);
              }
            });
    first.await(SOON);
    LeaderElector second = start("b");
    new Thread(first::close, "contract-close").start();
    assertThat(heard.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(second.current()).isEmpty();
    end.countDown();
    assertThat(second.await(Duration.ofSeconds(4)).isValid()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
