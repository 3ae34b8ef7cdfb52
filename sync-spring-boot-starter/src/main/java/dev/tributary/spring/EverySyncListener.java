package dev.tributary.spring;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.SyncFailure;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncReport;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners of the application, in their order; one that fails harms no other. */
final class EverySyncListener implements SyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(EverySyncListener.class);

  private final List<SyncListener> listeners;

  EverySyncListener(List<SyncListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void progress(ClientName client, String table, long rowsDone, long rowsTotal, long bytes) {
    each(listener -> listener.progress(client, table, rowsDone, rowsTotal, bytes));
  }

  @Override
  public void conflicts(ConflictsSeen seen) {
    each(listener -> listener.conflicts(seen));
  }

  @Override
  public void finished(SyncReport report) {
    each(listener -> listener.finished(report));
  }

  @Override
  public void failed(SyncFailure failure) {
    each(listener -> listener.failed(failure));
  }

  @Override
  public void unchanged(Set<ClientName> clients) {
    each(listener -> listener.unchanged(clients));
  }

  private void each(Consumer<SyncListener> tell) {
    for (SyncListener listener : listeners) {
      try {
        tell.accept(listener);
      } catch (RuntimeException | Error e) {
        LOG.warn("{} failed", listener.getClass().getName(), e);
      }
    }
  }
}
