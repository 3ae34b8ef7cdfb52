package dev.tributary.test.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Makes a file like that of an old Open WebUI 0.6.31 installation: 25 tables, nine of them without
 * a declared primary key, chats as big JSON documents, orphans, and every known corner value.
 *
 * <p>The same settings give the same rows.
 */
public record OpenWebUiFile(Path path, long seed, int chats, Corners corners, SqliteFormat format) {

  /** Whether values are planted that an ordinary file seldom has. */
  public enum Corners {
    PLANTED,
    LEFT_OUT
  }

  private static final int BYTES_PER_CHAT = 4_150;

  public OpenWebUiFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(corners, "corners");
    Objects.requireNonNull(format, "format");
    if (chats < 0) {
      throw new IllegalArgumentException("chats must not be negative: " + chats);
    }
  }

  /** About 300 chats with all corner values, in rollback mode. */
  public static OpenWebUiFile small(Path path) {
    return new OpenWebUiFile(path, 1, 300, Corners.PLANTED, SqliteFormat.of(JournalMode.DELETE));
  }

  /** About so many megabytes of ordinary rows, in rollback mode. */
  public static OpenWebUiFile megabytes(Path path, int megabytes) {
    int chats = (int) Math.max(1, megabytes * 1_000_000L / BYTES_PER_CHAT);
    return new OpenWebUiFile(path, 1, chats, Corners.LEFT_OUT, SqliteFormat.of(JournalMode.DELETE));
  }

  public OpenWebUiFile withSeed(long other) {
    return new OpenWebUiFile(path, other, chats, corners, format);
  }

  public OpenWebUiFile withChats(int count) {
    return new OpenWebUiFile(path, seed, count, corners, format);
  }

  public OpenWebUiFile withCorners(Corners other) {
    return new OpenWebUiFile(path, seed, chats, other, format);
  }

  public OpenWebUiFile withFormat(SqliteFormat other) {
    return new OpenWebUiFile(path, seed, chats, corners, other);
  }

  public OpenWebUiFile withJournalMode(JournalMode mode) {
    return withFormat(
        new SqliteFormat(mode, format.pageSize(), format.encoding(), format.autoVacuum()));
  }

  /** Writes the file, closes it, and tells which corner values are where. */
  public List<Corner> create() {
    if (Files.exists(path)) {
      throw new IllegalArgumentException("there is a file already: " + path);
    }
    try (SqliteSession session = SqliteSession.open(path)) {
      format.applyTo(session);
      session.inTransaction(() -> fill(session));
      return corners == Corners.PLANTED ? plantCorners(session) : List.of();
    }
  }

  private void fill(SqliteSession session) {
    SqlScript.statements("openwebui-0.6.31.sql").forEach(session::run);
    RandomText random = new RandomText(seed);
    List<String> users = new OpenWebUiPeople(session, random).insert(chats / 20 + 5);
    new OpenWebUiChats(session, random, users).insert(chats);
    new OpenWebUiWorkspace(session, random, users).insert(chats);
    new OpenWebUiChannels(session, random, users).insert(chats);
  }

  private List<Corner> plantCorners(SqliteSession session) {
    OpenWebUiCorners planting = new OpenWebUiCorners(session, format.encoding());
    session.inTransaction(planting::plant);
    return planting.planted();
  }
}
