package dev.tributary.server.node;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;

/** Passes the word on that leadership was gained or lost. */
record Said(Runnable changed) implements LeadershipListener {

  @Override
  public void gained(Leadership leadership) {
    changed.run();
  }

  @Override
  public void lost(Leadership leadership, LossReason reason) {
    changed.run();
  }
}
