package dev.tributary.server.report;

import dev.tributary.core.ConflictQueue;
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

  private static String headline(String word, ConflictQueue.Outcome outcome) {
    return switch (outcome.state()) {
      case RESOLVED -> word + ", carried out";
      case WAITING -> word + ", noted; the next sync of the client carries it out";
      case SUPERSEDED -> word + " was for a row that changed since; another entry waits";
    };
  }
}
