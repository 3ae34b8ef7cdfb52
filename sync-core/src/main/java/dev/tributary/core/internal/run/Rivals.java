package dev.tributary.core.internal.run;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.catalog.ClientCatalog;
import dev.tributary.core.internal.catalog.ClientRow;

/**
 * Tells what another run of the same client caused from what a person must mend: two runs at once
 * may both want to register the client or to create a table.
 */
final class Rivals {
  private final ClientCatalog clients;

  Rivals(ClientCatalog clients) {
    this.clients = clients;
  }

  /**
   * @param own the client as of the last commit of the run that failed
   */
  SyncException blame(ClientRow own, ConfigurationInvalid failure) {
    return clients
        .find(own.name())
        .filter(now -> !now.stateEpoch().equals(own.stateEpoch()))
        .<SyncException>map(now -> committedMeanwhile(own.name(), failure))
        .orElse(failure);
  }

  /** The client was not there when the run began. */
  SyncException blameForRegistering(ClientName client, ConfigurationInvalid failure) {
    return clients
        .find(client)
        .<SyncException>map(now -> committedMeanwhile(client, failure))
        .orElse(failure);
  }

  private static TargetUnavailable committedMeanwhile(ClientName client, ConfigurationInvalid e) {
    return new TargetUnavailable(
        "another run of client %s committed meanwhile; nothing of this one was written"
            .formatted(client),
        e);
  }
}
