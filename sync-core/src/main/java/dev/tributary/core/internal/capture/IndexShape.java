package dev.tributary.core.internal.capture;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.charset.StandardCharsets;

/** A number that stands for what an index depends on: the key, and how hashes are made. */
final class IndexShape {
  private IndexShape() {}

  static long of(TablePlan plan) {
    StringBuilder text = new StringBuilder("v").append(RowHasher.VERSION).append(plan.key().kind());
    plan.key().columns().forEach(name -> text.append('\0').append(SourceName.folded(name)));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return Hashing.xxh3_64().hashBytesToLong(bytes);
  }
}
