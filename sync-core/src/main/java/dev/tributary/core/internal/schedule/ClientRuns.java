package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyReport;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

/** What the scheduler needs of an engine: runs that carry on a job which is recorded already. */
public interface ClientRuns {
  SyncReport sync(SyncRequest request, UUID job);

  VerifyReport repair(ClientName client, Path source, UUID job);

  VerifyReport check(ClientName client, Path source);

  RestoreReport restore(ClientName client, Path file);

  /** These were due and needed no run; for those who listen to the engine. */
  void unchanged(Set<ClientName> clients);
}
