package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.schedule.JobDesk;
import dev.tributary.core.internal.schedule.JobLook;
import dev.tributary.core.internal.schedule.JobRequest;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks the leader of a cluster for runs, from any process. A job waits in the database until a
 * leader takes it up; when that one dies, the next takes it up again.
 */
public final class SyncJobs {
  private final JobDesk desk;
  private final JobLook look;

  public SyncJobs(ConnectionSource connections, ClusterName cluster) {
    Database database = new Database(Objects.requireNonNull(connections, "connections"));
    this.desk = new JobDesk(database, Objects.requireNonNull(cluster, "cluster"));
    this.look = new JobLook(database, cluster);
  }

  /** A node that leads and takes up jobs. */
  public record Leading(String node, String machine, long term) {}

  /** A job that was recorded. */
  public record Asked(UUID id, String syncId, String status) {}

  /** The node that leads now and takes up jobs, if there is one. */
  public Optional<Leading> leading() {
    return desk.leading().map(now -> new Leading(now.node(), now.machine(), now.term()));
  }

  /**
   * Asks for a sync of its own, which will see the file as it is now or later.
   *
   * @param id for the job: who never hears whether it was recorded can still cancel it
   * @param request with an absolute path; the leader must see the file there
   */
  public Asked sync(UUID id, SyncRequest request) {
    return asked(desk.ask(id, new JobRequest.Sync(request)));
  }

  /** Asks for a verification that writes what differs. */
  public Asked repair(UUID id, ClientName client, Path source) {
    return asked(desk.ask(id, new JobRequest.Repair(client, source)));
  }

  /** Asks for a verification that only tells what differs. */
  public Asked check(UUID id, ClientName client, Path source, String triggeredBy) {
    return asked(desk.ask(id, new JobRequest.Check(client, source, triggeredBy)));
  }

  /**
   * Asks for a SQLite file back, on the host of the node that leads.
   *
   * @param file absolute; it must not exist yet
   */
  public Asked restore(UUID id, ClientName client, Path file, String triggeredBy) {
    return asked(desk.ask(id, new JobRequest.Restore(client, file, triggeredBy)));
  }

  /**
   * Asks for a sync of a registered client, or names the one that runs or waits already.
   *
   * @param id for the job, if it is a new one
   * @throws dev.tributary.api.UnknownClient when the client is not registered
   */
  public Asked trigger(UUID id, ClientName client, SyncMode mode, String triggeredBy) {
    return asked(desk.trigger(id, client, mode, triggeredBy));
  }

  /**
   * Asks for a sync of a registered client that follows the file whatever it is then, also where a
   * guard would hold it.
   *
   * @throws dev.tributary.api.UnknownClient when the client is not registered
   */
  public Asked allowMassDelete(UUID id, ClientName client, SyncMode mode, String triggeredBy) {
    return asked(desk.allowMassDelete(id, client, mode, triggeredBy));
  }

  private static Asked asked(JobDesk.Asked job) {
    return new Asked(job.id(), job.syncId(), job.status());
  }

  /** How a job stands. */
  public SeenJob look(UUID job) {
    return new SeenJob(look.at(job));
  }

  /** Cancels a job that waits; false when it runs already or is over. */
  public boolean cancel(UUID job) {
    return desk.cancel(job);
  }

  /**
   * Takes a job back while nobody leads, so that the one who asked can do it himself.
   *
   * @param seen how it stood, with its cluster not led
   * @return false when another leader has it now, or it is over
   */
  public boolean takeBack(UUID job, SeenJob seen) {
    return !seen.led() && desk.takeBack(job, seen.term());
  }
}
