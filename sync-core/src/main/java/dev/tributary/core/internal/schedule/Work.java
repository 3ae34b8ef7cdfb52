package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import java.util.UUID;

/** One run that a lane can take. */
sealed interface Work {

  ClientName client();

  /** Whether it may keep a lane for long, so that not all lanes may be taken by its like. */
  boolean large();

  /** A client that is due. */
  record Scheduled(DueClient due, boolean large) implements Work {
    private static final long LARGE_LOAD = 16L << 20;

    static Scheduled of(DueClient due) {
      long size = due.source().toFile().length();
      boolean load = due.fingerprint().isEmpty() && size >= LARGE_LOAD;
      return new Scheduled(due, load || size >= LARGE_FILE);
    }

    @Override
    public ClientName client() {
      return due.name();
    }
  }

  /** A job that somebody asked for. */
  record Requested(UUID job, JobRequest request) implements Work {

    /**
     * @throws RuntimeException when its row holds no request that can be read
     */
    static Requested of(JobQueue.Pending pending) {
      JobRequest request = JobRequestJson.read(pending.request());
      return new Requested(pending.id(), request);
    }

    @Override
    public ClientName client() {
      return request.client();
    }

    /** A person waits for it, and its file is not looked at before a lane does. */
    @Override
    public boolean large() {
      return false;
    }
  }

  long LARGE_FILE = 256L << 20;
}
