package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Json;
import dev.tributary.api.Leadership;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.run.ConflictDecision;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Conflicts that wait for a person. A decision is noted at once and carried out by the client's
 * next run, in its fenced transaction, if source and target still are what the entry shows;
 * otherwise the entry is superseded by another.
 */
public final class ConflictQueue {
  private final ConnectionSource connections;
  private final ClusterName cluster;
  private final ConflictDecision decision;

  /**
   * As a role of the cluster; others' conflicts are out of sight. A decision from here is the wish
   * of whoever asks and no part of a term.
   */
  public ConflictQueue(ConnectionSource connections, ClusterName cluster) {
    this(connections, cluster, Optional.empty());
  }

  private ConflictQueue(
      ConnectionSource connections, ClusterName cluster, Optional<Leadership> term) {
    this.connections = Objects.requireNonNull(connections, "connections");
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.decision = new ConflictDecision(connections, cluster, term);
  }

  /**
   * The same queue for a leader: its decisions commit only while this term lasts.
   *
   * @throws dev.tributary.api.LeadershipLost from its {@code decide}, when the term is over
   */
  public ConflictQueue fencedBy(Leadership leadership) {
    return new ConflictQueue(
        connections, cluster, Optional.of(Objects.requireNonNull(leadership, "leadership")));
  }

  /** Which row is right. */
  public enum Choice {
    SOURCE,
    TARGET,
    /** One of the person's own. */
    CUSTOM
  }

  /** Whose conflict was decided; a sync of this file carries the decision out. */
  public record Decided(ClientName client, Path source) {}

  /**
   * What became of an entry.
   *
   * @param by who resolved it; empty: nobody yet
   */
  public record Outcome(State state, String by, String note) {
    /** How it stands. */
    public enum State {
      WAITING,
      RESOLVED,
      /** Source or target changed again; another entry waits. */
      SUPERSEDED
    }
  }

  /**
   * Notes a decision; a later one for the same entry takes its place.
   *
   * @param row for {@link Choice#CUSTOM} only: all columns of the table, as the log shows rows
   * @param by who decided, for the log
   * @throws ConfigurationInvalid when nothing of this id waits, or the row is none of the table
   */
  public Decided decide(UUID id, Choice choice, Optional<Json> row, String by) {
    Objects.requireNonNull(by, "by");
    if (choice == Choice.CUSTOM != row.isPresent()) {
      throw new ConfigurationInvalid(
          "the choice custom needs a row (--row FILE), and no other choice takes one");
    }
    ClientRow client =
        decision.decide(id, choice.name().toLowerCase(Locale.ROOT), row.map(Json::text), by);
    return new Decided(client.name(), client.source());
  }

  /** What became of the entry. */
  public Outcome outcome(UUID id) {
    ConflictDecision.Outcome outcome = decision.outcome(id);
    Outcome.State state =
        outcome.by().isEmpty()
            ? Outcome.State.WAITING
            : outcome.carriedOut() ? Outcome.State.RESOLVED : Outcome.State.SUPERSEDED;
    return new Outcome(state, outcome.by(), outcome.note());
  }
}
