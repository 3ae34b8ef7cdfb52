package dev.tributary.spring;

import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import dev.tributary.api.SyncFailure;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncReport;
import org.springframework.context.ApplicationEventPublisher;

/** Tells the application, as events, what happens in the cluster and in its runs. */
final class Announcements implements LeadershipListener, SyncListener {
  private final ApplicationEventPublisher publisher;

  Announcements(ApplicationEventPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void gained(Leadership leadership) {
    publisher.publishEvent(new LeadershipGainedEvent(leadership));
  }

  @Override
  public void lost(Leadership leadership, LossReason reason) {
    publisher.publishEvent(new LeadershipLostEvent(leadership, reason));
  }

  @Override
  public void finished(SyncReport report) {
    publisher.publishEvent(new SyncFinishedEvent(report));
  }

  @Override
  public void failed(SyncFailure failure) {
    publisher.publishEvent(new SyncFailedEvent(failure));
  }

  @Override
  public void conflicts(ConflictsSeen seen) {
    publisher.publishEvent(new ConflictsSeenEvent(seen));
  }
}
