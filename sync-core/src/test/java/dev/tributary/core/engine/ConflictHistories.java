package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Json;
import dev.tributary.api.MassDelete;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.ConflictQueue;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.engine.HistoryKey.Decision;
import dev.tributary.core.engine.HistoryKey.Logged;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Many histories side by side, a row each: the app and others change rows at random, runs come in
 * between, some of which fail at a random step and are repeated. After each run every row is
 * judged.
 */
final class ConflictHistories {
  private static final String TABLE = "client_acme.item";

  private final EngineTarget target;
  private final SqliteApp app;
  private final Path directory;
  private final ConflictResolver resolver;
  private final HistoryOracle oracle;
  private final HistoryWriter writer;
  private final List<HistoryKey> keys = new ArrayList<>();
  private final long seed;
  private int round;

  ConflictHistories(
      EngineTarget target,
      Path directory,
      ConflictStrategy strategy,
      ConflictResolver resolver,
      long seed) {
    this.target = target;
    this.directory = directory;
    this.app = new SqliteApp(directory.resolve("history-" + seed + ".db"));
    this.resolver = resolver;
    this.writer = new HistoryWriter(seed);
    this.oracle = new HistoryOracle(strategy, writer.meaning());
    this.seed = seed;
  }

  /** Returns how many conflicts there were. */
  long run(int histories, int rounds) {
    app.run(
        "CREATE TABLE item (id INTEGER PRIMARY KEY, n INTEGER, tags JSON, body TEXT,"
            + " updated_at TEXT)",
        "CREATE TABLE other (id INTEGER PRIMARY KEY)");
    target.decidingBy(resolver);
    for (int id = 1; id <= histories; id++) {
      keys.add(new HistoryKey(id));
    }
    change(keys);
    syncAndJudge();
    for (round = 1; round <= rounds; round++) {
      List<HistoryKey> order = new ArrayList<>(keys);
      Collections.shuffle(order, writer.random());
      change(order);
      changeByOthers(order);
      decideSome();
      syncAndJudge();
    }
    requireQuiet();
    return Long.parseLong(target.query("SELECT count(*) FROM sync_metadata.conflict_log").get(0));
  }

  private void change(List<HistoryKey> order) {
    List<String> statements = new ArrayList<>(List.of("BEGIN"));
    for (HistoryKey key : order) {
      if (round > 0 && writer.chance(3)) {
        continue;
      }
      if (key.source.isPresent() && writer.chance(6)) {
        statements.add("DELETE FROM item WHERE id = " + key.id);
        key.source = Optional.empty();
      } else if (key.source.isPresent() || round == 0 || writer.chance(2)) {
        key.source = Optional.of(writer.next(key.source, "s", round));
        statements.add("REPLACE INTO item VALUES " + key.source.get().values(key.id));
      }
    }
    statements.add("INSERT INTO other DEFAULT VALUES");
    statements.add("COMMIT");
    app.run(statements.toArray(String[]::new));
  }

  private void changeByOthers(List<HistoryKey> order) {
    StringBuilder sql = new StringBuilder();
    for (HistoryKey key : order) {
      if (writer.chance(2)) {
        changeByOthers(key, sql);
      }
    }
    if (!sql.isEmpty()) {
      target.execute(sql.toString());
    }
  }

  private void changeByOthers(HistoryKey key, StringBuilder sql) {
    String delete = "DELETE FROM " + TABLE + " WHERE id = " + key.id + ";";
    if (key.target.isEmpty()) {
      if (writer.chance(2)) {
        insertByOthers(key, sql);
      }
    } else if (writer.chance(6)) {
      sql.append(delete);
      key.target = Optional.empty();
      key.foreign = false;
      if (writer.chance(3)) {
        insertByOthers(key, sql);
      }
    } else if (writer.chance(8)) {
      sql.append("UPDATE " + TABLE + " SET n = n WHERE id = " + key.id + ";");
    } else {
      boolean agrees = key.source.isPresent() && writer.chance(8);
      key.target = agrees ? key.source : Optional.of(writer.next(key.target, "t", round));
      sql.append("UPDATE " + TABLE + " SET " + key.target.get().assignments());
      sql.append(" WHERE id = " + key.id + ";");
    }
  }

  private void insertByOthers(HistoryKey key, StringBuilder sql) {
    key.target = Optional.of(writer.next(Optional.empty(), "t", round));
    key.foreign = true;
    sql.append("INSERT INTO " + TABLE + " (id, n, tags, body, updated_at) VALUES ");
    sql.append(key.target.get().values(key.id)).append(';');
  }

  /** A person decides some of what waits; a side may change before it is carried out. */
  private void decideSome() {
    ConflictQueue queue = new ConflictQueue(target.connections(), EngineTarget.CLUSTER);
    Map<Integer, UUID> ids = new HashMap<>();
    for (String line :
        target.query(
            "SELECT record_key::json ->> 'id', log_id FROM sync_metadata.conflict_log"
                + " WHERE resolved_at IS NULL")) {
      String[] fields = line.split("\\|");
      ids.put(Integer.valueOf(fields[0]), UUID.fromString(fields[1]));
    }
    for (HistoryKey key : keys) {
      if (ids.containsKey(key.id) && key.waits() && writer.chance(3)) {
        decide(queue, ids.get(key.id), key);
      }
    }
  }

  private void decide(ConflictQueue queue, UUID id, HistoryKey key) {
    ConflictQueue.Choice choice = ConflictQueue.Choice.values()[writer.random().nextInt(3)];
    Optional<HistoryRow> row =
        choice == ConflictQueue.Choice.CUSTOM
            ? Optional.of(writer.next(Optional.empty(), "c", round))
            : Optional.empty();
    Optional<Json> json =
        row.map(
            r ->
                new Json(
                    "{\"id\": %d, \"n\": %d, \"tags\": %s, \"body\": \"%s\", \"updated_at\": \"%s\"}"
                        .formatted(key.id, r.n(), r.tags(), r.body(), r.time())));
    queue.decide(id, choice, json, "ann");
    key.decide(new Decision(choice.name().toLowerCase(Locale.ROOT), row));
  }

  private void syncAndJudge() {
    if (round > 0 && writer.chance(3)) {
      failAtSomeStep();
    }
    sync(target.engine(), SyncMode.INCREMENTAL);
    Map<Integer, HistoryRow> rows = rows();
    Map<Integer, Logged> log = log();
    for (HistoryKey key : keys) {
      key.judge(
          oracle,
          Optional.ofNullable(rows.get(key.id)),
          log.getOrDefault(key.id, Logged.NOTHING),
          "%s, seed %d, round %d, row %d".formatted(oracle.strategy(), seed, round, key.id));
    }
  }

  /** The run may have committed when it failed: its answer alone was lost. */
  private void failAtSomeStep() {
    StepFails.Answer answer =
        StepFails.Answer.values()[writer.random().nextInt(StepFails.Answer.values().length)];
    StepFails fails =
        new StepFails(1 + writer.random().nextInt(50), answer, StepFails.Network.BLIP);
    try (MirrorEngine engine =
        MirrorEngine.builder()
            .connections(new WatchedConnections(target.connections(), fails))
            .elector(target.elector())
            .cluster(EngineTarget.CLUSTER)
            .dataDirectory(directory.resolve("failing-" + seed))
            .resolver(resolver)
            .open()) {
      sync(engine, SyncMode.INCREMENTAL);
    } catch (SyncException e) {
      assertThat(e).as("seed " + seed).hasMessageNotContaining("swallows");
    }
  }

  private SyncReport sync(MirrorEngine engine, SyncMode mode) {
    return engine.sync(
        SyncRequest.of(new ClientName("acme"), app.file())
            .withMode(mode)
            .withMassDelete(MassDelete.ALLOW));
  }

  /** Quiet sides come to rest: nothing is written any more, and nothing is logged. */
  private void requireQuiet() {
    sync(target.engine(), SyncMode.FULL);
    Map<Integer, HistoryRow> before = rows();
    Map<Integer, Logged> log = log();
    SyncReport again = sync(target.engine(), SyncMode.FULL);
    assertThat(again.rowsChanged() + again.resolved()).as("seed " + seed).isZero();
    assertThat(rows()).isEqualTo(before);
    assertThat(log()).isEqualTo(log);
  }

  Map<Integer, HistoryRow> rows() {
    Map<Integer, HistoryRow> rows = new HashMap<>();
    for (String line : target.query("SELECT id, n, tags, body, updated_at FROM " + TABLE)) {
      String[] fields = line.split("\\|", -1);
      rows.put(Integer.valueOf(fields[0]), HistoryRow.ofLine(fields));
    }
    return rows;
  }

  /** What the log has of each row, by the row's key. */
  Map<Integer, Logged> log() {
    Map<Integer, Logged> log = new HashMap<>();
    for (String line :
        target.query(
            """
            SELECT DISTINCT ON (record_key) record_key::json ->> 'id',
                   count(*) OVER (PARTITION BY record_key),
                   coalesce(source_data ->> 'body', '-') || '|'
                   || coalesce(target_data ->> 'body', '-') || '|' || coalesce(resolved_by, 'open')
                   || '|' || coalesce(resolved_data ->> 'body', '-')
              FROM sync_metadata.conflict_log ORDER BY record_key, detected_at DESC
            """)) {
      String[] fields = line.split("\\|", 3);
      log.put(Integer.valueOf(fields[0]), new Logged(Integer.parseInt(fields[1]), fields[2]));
    }
    return log;
  }
}
