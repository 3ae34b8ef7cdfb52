package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A client whose time has come, with what is known of its file.
 *
 * @param fingerprint of the file at the last complete run; empty: never complete
 * @param mayBeIdle nothing but the file decides whether there is anything to do: it is not on hold
 *     and its daily scan is not due
 */
record DueClient(
    UUID id,
    ClientName name,
    Path source,
    Optional<String> fingerprint,
    UUID stateEpoch,
    Duration interval,
    boolean mayBeIdle) {
  DueClient {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(stateEpoch, "stateEpoch");
    Objects.requireNonNull(interval, "interval");
  }
}
