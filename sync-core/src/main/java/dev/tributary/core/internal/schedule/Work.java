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
  record Requested(UUID job, JobRequest request, boolean large) implements Work {

    static Requested of(UUID job, JobRequest request) {
      return new Requested(job, request, request.source().toFile().length() >= LARGE_FILE);
    }

    @Override
    public ClientName client() {
      return request.client();
    }
  }

  long LARGE_FILE = 256L << 20;
}
