package dev.tributary.test;

import dev.tributary.api.Cell;
import dev.tributary.api.ClientName;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictKind;
import dev.tributary.api.RowImage;
import dev.tributary.api.RowKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conflicts of the table {@code chat (id, title, stars, updated_at, chat)}, for tests. */
public final class SampleConflicts {
  /** The column of the key. */
  public static final String KEY = "id";

  /** When all of them were detected. */
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final String TABLE = "chat";

  private SampleConflicts() {}

  /** Each kind, with older, newer, equal, missing and unreadable times. */
  public static List<Conflict> ofEachKind() {
    long now = NOW.getEpochSecond();
    RowImage base = row("one", 1, new Cell.Int(now - 900), "{\"a\": [1]}");
    List<Conflict> conflicts = new ArrayList<>();
    for (Cell time :
        List.of(
            new Cell.Int(now - 60),
            new Cell.Int(now - 62),
            new Cell.Int((now - 600) * 1000),
            new Cell.Int(now + 90_000),
            text("2026-11-24T11:00:00Z"),
            text("yesterday"),
            Cell.NULL)) {
      RowImage source = row("two", 4, time, "{\"a\": [1, 2]}");
      RowImage target = row("three", 3, new Cell.Int(now - 60), "{\"a\": [1, 3]}");
      conflicts.add(update(Optional.of(base), source, target));
      conflicts.add(update(Optional.empty(), source, target));
      conflicts.add(of(ConflictKind.INSERT_CONFLICT, null, source, target));
      conflicts.add(of(ConflictKind.NO_BASE, null, source, target));
      conflicts.add(of(ConflictKind.DELETE_CONFLICT, base, source, null));
      conflicts.add(of(ConflictKind.DELETE_CONFLICT, base, null, source));
    }
    conflicts.add(lostBaseAndNoSource());
    return conflicts;
  }

  static Conflict lostBaseAndNoSource() {
    return of(ConflictKind.NO_BASE, null, null, row("x", 0, Cell.NULL, "{}"));
  }

  /** Both sides changed the row. */
  public static Conflict update(Optional<RowImage> base, RowImage source, RowImage target) {
    return new Conflict(
        new ClientName("acme"),
        TABLE,
        new RowKey(List.of(text("k"))),
        ConflictKind.UPDATE_CONFLICT,
        base,
        Optional.of(source),
        Optional.of(target),
        NOW,
        StandardCharsets.UTF_8);
  }

  private static Conflict of(
      ConflictKind kind,
      @Nullable RowImage base,
      @Nullable RowImage source,
      @Nullable RowImage target) {
    return new Conflict(
        new ClientName("acme"),
        TABLE,
        new RowKey(List.of(text("k"))),
        kind,
        Optional.ofNullable(base),
        Optional.ofNullable(source),
        Optional.ofNullable(target),
        NOW,
        StandardCharsets.UTF_8);
  }

  /** A row with the key of all of them. */
  public static RowImage row(String title, long stars, Cell updatedAt, String chat) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    cells.put(KEY, text("k"));
    cells.put("title", text(title));
    cells.put("stars", new Cell.Int(stars));
    cells.put("updated_at", updatedAt);
    cells.put("chat", text(chat));
    return new RowImage(cells);
  }

  /** UTF-8 text. */
  public static Cell text(String value) {
    return new Cell.Text(value.getBytes(StandardCharsets.UTF_8));
  }
}
