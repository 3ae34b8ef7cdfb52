package dev.tributary.core.internal.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.api.SqlFunction;
import dev.tributary.core.internal.apply.DecisionRows;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.catalog.ClientCatalog;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.StoredPlan;
import dev.tributary.core.internal.catalog.TableCatalog;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.schema.TablePlanJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Checks a person's decision and notes it, under a term of leadership if there is one. */
public final class ConflictDecision {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final ClientCatalog clients;
  private final Optional<Leadership> term;
  private final TableCatalog tables = new TableCatalog(TablePlanJson::write, TablePlanJson::read);

  public ConflictDecision(
      ConnectionSource connections, ClusterName cluster, Optional<Leadership> term) {
    this.database = new Database(connections);
    this.term = term;
    this.clients = new ClientCatalog(database, cluster);
  }

  /**
   * Notes a decision.
   *
   * @param row iff the choice is custom
   * @return the client that it is about
   */
  public ClientRow decide(UUID id, String choice, Optional<String> row, String by) {
    DecisionRows.Entry entry =
        database.withConnection(
            "read conflict " + id, connection -> DecisionRows.require(connection, id));
    ClientRow client = clients.require(new ClientName(entry.client()));
    write(
        "decide conflict " + id,
        connection -> {
          if (row.isPresent()) {
            requireRow(connection, client, entry, row.get());
          }
          DecisionRows.decide(connection, entry, choice, row, by);
          return entry;
        });
    return client;
  }

  private <T> T write(String what, SqlFunction<T> body) {
    return term.isPresent()
        ? database.inFencedTransaction(what, term.get(), body)
        : database.inTransaction(what, body);
  }

  /**
   * What became of an entry.
   *
   * @param by who resolved it; empty: nobody yet
   */
  public record Outcome(boolean carriedOut, String by, String note) {}

  public Outcome outcome(UUID id) {
    DecisionRows.Outcome found =
        database.withConnection(
            "read conflict " + id, connection -> DecisionRows.outcome(connection, id));
    return new Outcome(found.carriedOut(), found.by(), found.note());
  }

  private void requireRow(
      Connection connection, ClientRow client, DecisionRows.Entry entry, String row)
      throws SQLException {
    Map<String, StoredPlan> stored = tables.stored(connection, client);
    StoredPlan plan = stored.get(entry.table());
    if (plan == null) {
      throw new ConfigurationInvalid("table " + entry.table() + " is not mirrored any more");
    }
    TargetTable table = new TargetTable(client.schema(), plan.plan());
    requireColumns(entry, table, row);
    DecisionRows.requireRow(connection, table, entry, row);
  }

  private static void requireColumns(DecisionRows.Entry entry, TargetTable table, String row) {
    Set<String> missing = new TreeSet<>();
    table.plan().columns().forEach(column -> missing.add(column.target()));
    Set<String> unknown = new TreeSet<>();
    read(row)
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!missing.remove(name) && !name.startsWith("_sync_")) {
                unknown.add(name);
              }
            });
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new ConfigurationInvalid(
          "the row does not fit table %s: missing columns %s, unknown columns %s"
              .formatted(entry.table(), missing, unknown));
    }
  }

  private static JsonNode read(String row) {
    try {
      JsonNode read = JSON.readTree(row);
      if (read.isObject()) {
        return read;
      }
    } catch (JsonProcessingException e) {
      throw new ConfigurationInvalid("the row is no JSON: " + e.getOriginalMessage(), e);
    }
    throw new ConfigurationInvalid("the row is no JSON object of columns and values");
  }
}
