package dev.tributary.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which {@link ConflictResolver} the conflicts of a client go to. Asked once in each run. */
@FunctionalInterface
public interface ConflictPolicy {

  /**
   * @param columns the columns of each table that the client's file has now, by its own names
   * @param settings what the client's {@code config} says under {@code conflicts}
   * @throws ConfigurationInvalid when what is configured does not fit the tables; then nothing is
   *     applied
   */
  ConflictResolver resolverFor(
      ClientName client, Map<String, List<String>> columns, Optional<Json> settings);

  /** The same for every client, whatever its tables and settings are. */
  static ConflictPolicy always(ConflictResolver resolver) {
    return (client, columns, settings) -> resolver;
  }
}
