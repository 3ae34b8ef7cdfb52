package dev.tributary.server.engine;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncListener;
import java.nio.file.Path;

/** Where the commands get their engine from. */
final class Engines {
  private Engines() {}

  static SyncEngine open(
      ConnectionSource connections,
      LeaderElector elector,
      NodeId node,
      ClusterName cluster,
      Path directory,
      SyncListener listener) {
    throw new ConfigurationInvalid("the engine is not part of this build yet");
  }
}
