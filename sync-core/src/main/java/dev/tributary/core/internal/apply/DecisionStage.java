package dev.tributary.core.internal.apply;

import dev.tributary.api.ConflictFlag;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.values.CopyBuffer;
import dev.tributary.core.internal.values.RowEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postgresql.copy.CopyIn;

/**
 * The answers to the conflicts of one table, in a temporary table of the run's transaction: what is
 * done, why, and the row to write where it is neither side's. Its own columns have names that no
 * column of a source gets.
 */
final class DecisionStage {
  private static final int FULL = 4 << 20;
  private static final int OWN_FIELDS = 14;

  private final ApplyTransaction transaction;
  private final TargetTable table;
  private final RowEncoder encoder;
  private final String name;
  private final Row row;
  private final CopyBuffer buffer = new CopyBuffer();

  DecisionStage(ApplyTransaction transaction, Judged judged, RowEncoder encoder) {
    this.transaction = transaction;
    this.table = judged.table();
    this.encoder = encoder;
    this.name = judged.stage().name().replace("stage_", "decision_");
    this.row = new Row(judged.table().plan().columns().size());
  }

  String name() {
    return name;
  }

  void create() throws SQLException {
    String columns =
        table.plan().columns().stream()
            .map(c -> Sql.name(c.target()) + " " + c.type().sql() + ", ")
            .collect(Collectors.joining());
    try (Statement create = transaction.connection().createStatement()) {
      create.execute(
          "CREATE TEMP TABLE "
              + name.substring("pg_temp.".length())
              + " ("
              + columns
              + "_sync_extra jsonb, _sync_hash bigint, _sync_seq bigint, _sync_action text,"
              + " _sync_kind text, _sync_strategy text, _sync_flags text, _sync_details json,"
              + " _sync_note text, _sync_config_version text, _sync_decided_by text,"
              + " _sync_has_row boolean, _sync_open_log uuid, _sync_open_same boolean)"
              + " ON COMMIT DROP");
    }
  }

  /** Adds an answer; true: there is room for more before {@link #flush}. */
  boolean add(ConflictCase one, Answer answer) {
    if (buffer.length() == 0) {
      CopyBuffer.header(buffer);
    }
    Resolution resolution = answer.resolution();
    buffer.startRow(table.plan().columns().size() + OWN_FIELDS);
    boolean hasRow = resolution instanceof Resolution.Write;
    row.clear();
    if (resolution instanceof Resolution.Write write) {
      fill(write.row());
    }
    encoder.encodeColumns(row, buffer);
    encoder.extra().putField(buffer);
    if (one.sourceHash().isPresent()) {
      buffer.int64(one.sourceHash().getAsLong());
    } else {
      buffer.putNull();
    }
    buffer.int64(one.sequence());
    putText(answer.action(one).name());
    putText(one.conflict().kind().name().toLowerCase(Locale.ROOT));
    putText(answer.held() ? "manual" : resolution.why().strategy().word());
    putText(flags(answer));
    putText(ReasonJson.write(resolution.why()));
    putText(note(resolution));
    putText(resolution.why().configVersion());
    putText(answer.decidedBy());
    buffer.bool(hasRow);
    putEntry(one);
    return buffer.length() < FULL;
  }

  private void fill(RowImage image) {
    for (int i = 0; i < row.width(); i++) {
      row.set(i, image.cells().get(table.plan().columns().get(i).name()));
    }
  }

  private void putEntry(ConflictCase one) {
    if (one.entry().isEmpty()) {
      buffer.putNull();
      buffer.putNull();
    } else {
      ConflictCase.Entry entry = one.entry().get();
      buffer.uuid(entry.id().getMostSignificantBits(), entry.id().getLeastSignificantBits());
      buffer.bool(entry.same());
    }
  }

  /** PostgreSQL's text holds no U+0000. */
  private void putText(String text) {
    buffer.bytes(text.replace("\0", "").getBytes(StandardCharsets.UTF_8));
  }

  private static String flags(Answer answer) {
    String words =
        answer.resolution().why().flags().stream()
            .map(ConflictFlag::word)
            .collect(Collectors.joining(","));
    String more = answer.held() ? "held" : answer.drift() ? "drift" : "";
    return words.isEmpty() || more.isEmpty() ? words + more : words + "," + more;
  }

  private static String note(Resolution resolution) {
    return resolution instanceof Resolution.Hold hold ? hold.reason() : "";
  }

  /** Sends what was added since the last time. */
  void flush() throws SQLException {
    if (buffer.length() == 0) {
      return;
    }
    CopyBuffer.trailer(buffer);
    CopyIn copy = transaction.copyIn("COPY " + name + " FROM STDIN (FORMAT binary)");
    copy.writeToCopy(buffer.array(), 0, buffer.length());
    copy.endCopy();
    buffer.clear();
  }
}
