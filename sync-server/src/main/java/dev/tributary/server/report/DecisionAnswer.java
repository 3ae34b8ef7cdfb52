package dev.tributary.server.report;

import dev.tributary.api.ClientName;
import dev.tributary.core.ConflictQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The answer of {@code tributary conflicts resolve}. */
public final class DecisionAnswer {
  private DecisionAnswer() {}

  /**
   * @param obstacle why the client was not synced; empty: it was
   */
  public static Answer of(
      UUID id,
      ConflictQueue.Decided decided,
      ConflictQueue.Choice choice,
      ConflictQueue.Outcome outcome,
      Optional<String> obstacle) {
    String word = choice.name().toLowerCase(Locale.ROOT);
    List<String> lines = new ArrayList<>();
    lines.add("%s of %s: %s".formatted(id, decided.client(), headline(word, outcome)));
    obstacle.ifPresent(why -> lines.add("  not synced now: " + why));
    if (!outcome.note().isEmpty()) {
      lines.add("  " + outcome.note());
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id.toString());
    document.put("client_name", decided.client().value());
    document.put("decision", word);
    document.put("state", outcome.state().name().toLowerCase(Locale.ROOT));
    document.put("resolved_by", outcome.by());
    document.put("note", outcome.note());
    obstacle.ifPresent(why -> document.put("not_synced", why));
    return new Answer(lines, document);
  }

  /** The same, as a node shows the entry afterwards. */
  public static Answer of(UUID id, ConflictQueue.Choice choice, Map<String, String> entry) {
    String by = entry.getOrDefault("resolved_by", "");
    ConflictQueue.Outcome.State state =
        entry.getOrDefault("resolved_at", "").isEmpty()
            ? ConflictQueue.Outcome.State.WAITING
            : by.equals("superseded")
                ? ConflictQueue.Outcome.State.SUPERSEDED
                : ConflictQueue.Outcome.State.RESOLVED;
    ConflictQueue.Decided decided =
        new ConflictQueue.Decided(new ClientName(entry.get("client_name")), Path.of(""));
    ConflictQueue.Outcome outcome =
        new ConflictQueue.Outcome(state, by, entry.getOrDefault("resolution_notes", ""));
    return of(id, decided, choice, outcome, Optional.empty());
  }

  private static String headline(String word, ConflictQueue.Outcome outcome) {
    return switch (outcome.state()) {
      case RESOLVED -> word + ", carried out";
      case WAITING -> word + ", noted; the next sync of the client carries it out";
      case SUPERSEDED -> word + " was for a row that changed since; another entry waits";
    };
  }
}
