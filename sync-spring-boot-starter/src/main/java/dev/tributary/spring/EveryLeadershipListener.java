package dev.tributary.spring;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners of the application, in their order; one that fails harms no other. */
final class EveryLeadershipListener implements LeadershipListener {
  private static final Logger LOG = LoggerFactory.getLogger(EveryLeadershipListener.class);

  private final List<LeadershipListener> listeners;

  EveryLeadershipListener(List<LeadershipListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void gained(Leadership leadership) {
    each(listener -> listener.gained(leadership));
  }

  @Override
  public void lost(Leadership leadership, LossReason reason) {
    each(listener -> listener.lost(leadership, reason));
  }

  private void each(Consumer<LeadershipListener> tell) {
    for (LeadershipListener listener : listeners) {
      try {
        tell.accept(listener);
      } catch (RuntimeException | Error e) {
        LOG.warn("{} failed", listener.getClass().getName(), e);
      }
    }
  }
}
