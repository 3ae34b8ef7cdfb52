package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.LeadershipLost;
import dev.tributary.api.LossReason;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

final class LeaderOnlyTest {
  private final ApplicationContextRunner runner =
      Contexts.runner()
          .withBean(HandElector.class)
          .withBean(Track.class)
          .withBean(Job.class)
          .withPropertyValues("tributary.leader-election.drain=0s");

  @Test
  void aFollowerSkipsAndALeaderRuns() {
    runner.run(
        context -> {
          Job job = context.getBean(Job.class);
          AtomicInteger runs = context.getBean(Track.class).runs;
          job.count();
          assertThat(runs).hasValue(0);
          lead(context);
          job.count();
          assertThat(runs).hasValue(1);
        });
  }

  @Test
  void whatIsSkippedReturnsAnEmptyOptional() {
    runner.run(
        context -> {
          Job job = context.getBean(Job.class);
          assertThat(job.answer()).isEmpty();
          lead(context);
          assertThat(job.answer()).contains("yes");
        });
  }

  @Test
  void whatMustNotBeSkippedIsRefused() {
    runner.run(
        context ->
            assertThatThrownBy(() -> context.getBean(Job.class).number())
                .isInstanceOf(LeadershipLost.class)
                .hasMessageContaining("number"));
  }

  @Test
  void aTypeMarksAllItsMethods() {
    runner
        .withBean(LeaderService.class)
        .run(
            context -> {
              LeaderService service = context.getBean(LeaderService.class);
              service.work();
              assertThat(context.getBean(Track.class).runs).hasValue(0);
              lead(context);
              service.work();
              assertThat(context.getBean(Track.class).runs).hasValue(1);
            });
  }

  @Test
  void theLossOfLeadershipInterruptsWhatRunsAndNothingAfterIt() {
    runner.run(
        context -> {
          Track track = context.getBean(Track.class);
          lead(context);
          Job job = context.getBean(Job.class);
          AtomicBoolean leftOver = new AtomicBoolean(true);
          Thread thread =
              new Thread(
                  () -> {
                    job.untilTold();
                    leftOver.set(Thread.interrupted());
                  });
          thread.start();
          track.waiting.await();
          lose(context, LossReason.TAKEN_OVER);
          await().until(() -> !thread.isAlive());
          assertThat(track.interrupted).isTrue();
          assertThat(track.ended).isFalse();
          assertThat(leftOver).isFalse();
        });
  }

  @Test
  void aCallThatEndsForTheInterruptIsSkippedAndNotFailed() {
    runner.run(
        context -> {
          Track track = context.getBean(Track.class);
          lead(context);
          Job job = context.getBean(Job.class);
          AtomicBoolean failed = new AtomicBoolean();
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      job.untilToldOrThrow();
                    } catch (Exception e) {
                      failed.set(true);
                    }
                  });
          thread.start();
          track.waiting.await();
          lose(context, LossReason.EXPIRED);
          await().until(() -> !thread.isAlive());
          assertThat(failed).isFalse();
        });
  }

  @Test
  void whatRunsMayEndWhenLeadershipIsGivenUpFreely() {
    runner
        .withPropertyValues("tributary.leader-election.drain=20s")
        .run(
            context -> {
              Track track = context.getBean(Track.class);
              lead(context);
              Thread thread = new Thread(context.getBean(Job.class)::untilTold);
              thread.start();
              track.waiting.await();
              Thread resigning = new Thread(() -> lose(context, LossReason.RESIGNED));
              resigning.start();
              await().until(() -> resigning.getState() == Thread.State.TIMED_WAITING);
              track.told.countDown();
              resigning.join();
              assertThat(track.ended).isTrue();
              assertThat(track.interrupted).isFalse();
            });
  }

  @Test
  void whatRunsForTooLongIsInterruptedEvenThen() {
    runner.run(
        context -> {
          Track track = context.getBean(Track.class);
          lead(context);
          Thread thread = new Thread(context.getBean(Job.class)::untilTold);
          thread.start();
          track.waiting.await();
          lose(context, LossReason.CLOSED);
          await().until(() -> !thread.isAlive());
          assertThat(track.interrupted).isTrue();
        });
  }

  @Test
  void scheduledMethodsAreGuardedToo() {
    runner
        .withUserConfiguration(Scheduling.class)
        .run(
            context -> {
              Track track = context.getBean(Track.class);
              await().until(() -> track.free.get() > 3);
              assertThat(track.runs).hasValue(0);
              lead(context);
              await().until(() -> track.runs.get() > 3);
            });
  }

  private static void lead(ApplicationContext context) {
    context.getBean(HandElector.class).lead(context.getBean(LeaderWorks.class));
  }

  private static void lose(ApplicationContext context, LossReason reason) {
    context.getBean(HandElector.class).lose(reason, context.getBean(LeaderWorks.class));
  }

  @Test
  void withoutAnElectorTheStartFails() {
    Contexts.runner()
        .withBean(Track.class)
        .withBean(Job.class)
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()))
                    .satisfies(
                        analysis -> {
                          assertThat(analysis.getDescription())
                              .contains("there is no LeaderElector");
                          assertThat(analysis.getAction())
                              .contains("tributary.leader-election.enabled=true");
                        }));
  }

  @Test
  void switchedOffTheAnnotationIsStillNotWithoutEffect() {
    Contexts.runner()
        .withPropertyValues("tributary.enabled=false")
        .withBean(Track.class)
        .withBean(Job.class)
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void aPrivateMethodIsRefused() {
    refused(PrivateJob.class, "private, final or static");
  }

  @Test
  void aResultThatCannotBeSkippedIsRefused() {
    refused(NumberJob.class, "returns a int");
  }

  private void refused(Class<?> bean, String why) {
    runner
        .withBean(bean)
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()).getDescription())
                    .contains(why));
  }

  /** Not in the bean: a proxy has fields of its own. */
  static final class Track {
    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch told = new CountDownLatch(1);
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger free = new AtomicInteger();
    final AtomicBoolean ended = new AtomicBoolean();
    final AtomicBoolean interrupted = new AtomicBoolean();
  }

  static class Job {
    private final Track track;

    Job(Track track) {
      this.track = track;
    }

    @LeaderOnly
    void count() {
      track.runs.incrementAndGet();
    }

    @LeaderOnly
    Optional<String> answer() {
      return Optional.of("yes");
    }

    @LeaderOnly(otherwise = LeaderOnly.Otherwise.REFUSE)
    int number() {
      return 1;
    }

    @LeaderOnly
    void untilTold() {
      track.waiting.countDown();
      try {
        track.told.await();
        track.ended.set(true);
      } catch (InterruptedException e) {
        track.interrupted.set(true);
      }
    }

    @LeaderOnly
    void untilToldOrThrow() throws InterruptedException {
      track.waiting.countDown();
      track.told.await();
    }
  }

  @LeaderOnly
  static class LeaderService {
    private final Track track;

    LeaderService(Track track) {
      this.track = track;
    }

    void work() {
      track.runs.incrementAndGet();
    }
  }

  static class PrivateJob {
    @LeaderOnly
    private void work() {}
  }

  static class NumberJob {
    @LeaderOnly
    int work() {
      return 1;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableScheduling
  static class Scheduling {
    @Bean
    Ticks ticks(Track track) {
      return new Ticks(track);
    }
  }

  static class Ticks {
    private final Track track;

    Ticks(Track track) {
      this.track = track;
    }

    @LeaderOnly
    @Scheduled(fixedDelay = 10)
    void led() {
      track.runs.incrementAndGet();
    }

    @Scheduled(fixedDelay = 10)
    void free() {
      track.free.incrementAndGet();
    }
  }
}
