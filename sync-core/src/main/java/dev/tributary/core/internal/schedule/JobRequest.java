package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncRequest;
import java.nio.file.Path;
import java.util.Objects;

/** What somebody asked the leader to do. */
public sealed interface JobRequest {

  ClientName client();

  Path source();

  /** Who asked, for the job record. */
  String triggeredBy();

  /** For {@code sync_type}. */
  String type();

  /** One sync. */
  record Sync(SyncRequest request) implements JobRequest {
    public Sync {
      Objects.requireNonNull(request, "request");
    }

    @Override
    public ClientName client() {
      return request.client();
    }

    @Override
    public Path source() {
      return request.source();
    }

    @Override
    public String triggeredBy() {
      return request.triggeredBy();
    }

    @Override
    public String type() {
      return request.mode().name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A verification that writes what differs. */
  record Repair(ClientName client, Path source) implements JobRequest {
    public Repair {
      Objects.requireNonNull(client, "client");
      Objects.requireNonNull(source, "source");
    }

    @Override
    public String triggeredBy() {
      return "verify";
    }

    @Override
    public String type() {
      return "verify";
    }
  }

  /** A verification that only tells what differs. */
  record Check(ClientName client, Path source, String triggeredBy) implements JobRequest {
    public Check {
      Objects.requireNonNull(client, "client");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(triggeredBy, "triggeredBy");
    }

    @Override
    public String type() {
      return "verify";
    }
  }

  /**
   * A SQLite file back, on the host of the leader.
   *
   * @param file that must not exist yet
   */
  record Restore(ClientName client, Path file, String triggeredBy) implements JobRequest {
    public Restore {
      Objects.requireNonNull(client, "client");
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(triggeredBy, "triggeredBy");
    }

    @Override
    public Path source() {
      return file;
    }

    @Override
    public String type() {
      return "restore";
    }
  }
}
