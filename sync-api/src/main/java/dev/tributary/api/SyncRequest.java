package dev.tributary.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What to sync.
 *
 * @param schema the PostgreSQL schema for a client that is not registered yet; empty: {@link
 *     ClientName#defaultSchema()}
 * @param columnTypes chosen PostgreSQL types by {@code table.column}: bigint, boolean, double,
 *     numeric, text, bytea, json, jsonb, timestamptz:s|ms|us|ns. In a table that is mirrored
 *     already the column is kept as it was under another name, and filled anew
 * @param triggeredBy who asked, for the job record
 */
public record SyncRequest(
    ClientName client,
    Path source,
    SyncMode mode,
    MassDelete massDelete,
    Optional<String> schema,
    Map<String, String> columnTypes,
    String triggeredBy) {

  public SyncRequest {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(massDelete, "massDelete");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(triggeredBy, "triggeredBy");
    columnTypes = Map.copyOf(columnTypes);
  }

  /** An incremental sync with a guard against mass deletes. */
  public static SyncRequest of(ClientName client, Path source) {
    return new SyncRequest(
        client,
        source,
        SyncMode.INCREMENTAL,
        MassDelete.HOLD,
        Optional.empty(),
        Map.of(),
        "manual");
  }

  public SyncRequest withMode(SyncMode value) {
    return new SyncRequest(client, source, value, massDelete, schema, columnTypes, triggeredBy);
  }

  public SyncRequest withMassDelete(MassDelete value) {
    return new SyncRequest(client, source, mode, value, schema, columnTypes, triggeredBy);
  }

  public SyncRequest withSchema(String value) {
    return new SyncRequest(
        client, source, mode, massDelete, Optional.of(value), columnTypes, triggeredBy);
  }

  public SyncRequest withColumnTypes(Map<String, String> value) {
    return new SyncRequest(client, source, mode, massDelete, schema, value, triggeredBy);
  }

  public SyncRequest withTriggeredBy(String value) {
    return new SyncRequest(client, source, mode, massDelete, schema, columnTypes, value);
  }
}
