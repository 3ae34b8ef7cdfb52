package dev.tributary.core.internal.state;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The entries of one cluster in {@code sync_metadata}. */
final class PostgresTable implements EntryTable {
  private static final String FIND =
      """
      SELECT key, value, version, deleted, updated_at, updated_by
        FROM sync_metadata.state_entries WHERE cluster_name = ? AND key = ANY (?)
      """;
  private static final String LIST =
      """
      SELECT key, value, version, deleted, updated_at, updated_by
        FROM sync_metadata.state_entries
       WHERE cluster_name = ? AND starts_with(key, ?) AND NOT deleted
      """;

  // Not "id > last": a slow transaction would commit behind the cursor and never be seen. Whatever
  // was still running at the last read has an xid from its xmin on.
  // The identity changes with the server, its timeline and the database, and with each crash: a
  // crash resets the statistics, and may give numbers of transactions out a second time.
  private static final String PAGE =
      """
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon,
             concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
               substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
               (SELECT oid FROM pg_database WHERE datname = current_database()),
               (SELECT stats_reset FROM pg_stat_archiver)) AS identity,
             s.key, s.value, s.version, s.deleted, s.updated_at, s.updated_by
        FROM (SELECT) AS always
        LEFT JOIN sync_metadata.state_entries s
          ON s.cluster_name = ?
         AND s.xid >= coalesce(?::text::xid8, pg_snapshot_xmin(pg_current_snapshot()))
      """;

  private final TimedRequests requests;
  private final ClusterName cluster;
  private final WriteCommit commit;
  private final PostgresWrite writes;

  PostgresTable(
      ConnectionSource connections,
      TimedRequests requests,
      ClusterName cluster,
      NotifyPacing pacing) {
    this.requests = requests;
    this.cluster = cluster;
    this.commit = new WriteCommit(connections, requests, cluster);
    this.writes = new PostgresWrite(cluster, pacing);
  }

  @Override
  public Optional<StateEntry> find(String key) {
    return findAll(List.of(key)).stream().findFirst();
  }

  @Override
  public List<StateEntry> findAll(Collection<String> keys) {
    List<String> possible = keys.stream().filter(PostgresTable::isPossible).toList();
    if (possible.isEmpty()) {
      return List.of();
    }
    return requests.ask(
        "read state",
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(FIND)) {
            query.setString(1, cluster.value());
            query.setArray(2, connection.createArrayOf("text", possible.toArray()));
            return EntryRows.all(query);
          }
        });
  }

  /** PostgreSQL refuses to be asked for NUL; such a key cannot have been written either. */
  private static boolean isPossible(String text) {
    return text.indexOf('\0') < 0;
  }

  @Override
  public List<StateEntry> list(String prefix) {
    if (!isPossible(prefix)) {
      return List.of();
    }
    return requests.ask(
        "list state",
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(LIST)) {
            query.setString(1, cluster.value());
            query.setString(2, prefix);
            return EntryRows.all(query);
          }
        });
  }

  @Override
  public Optional<StateEntry> write(StateWrite write) {
    return commit.inTransaction(
        "write state " + write.key(), connection -> writes.run(connection, write));
  }

  /** Commits only if the term is still this one at the commit. */
  Optional<StateEntry> write(StateWrite write, Leadership leadership) {
    return commit.fenced(
        "write state " + write.key(), leadership, connection -> writes.run(connection, write));
  }

  @Override
  public FeedPage page(OptionalLong from) {
    return requests.ask("read the feed of the state", connection -> page(connection, from));
  }

  private FeedPage page(Connection connection, OptionalLong from) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setString(1, cluster.value());
      query.setString(2, from.isPresent() ? Long.toString(from.getAsLong()) : null);
      try (ResultSet row = query.executeQuery()) {
        List<StateEntry> changes = new ArrayList<>();
        row.next();
        String identity = row.getString("identity");
        long horizon = row.getLong("horizon");
        do {
          if (row.getString("key") != null) {
            changes.add(EntryRows.entry(row));
          }
        } while (row.next());
        return new FeedPage(identity, horizon, EntryRows.newest(changes));
      }
    }
  }
}
