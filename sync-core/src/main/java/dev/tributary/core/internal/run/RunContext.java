package dev.tributary.core.internal.run;

import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Leadership;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.snapshot.Snapshot;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TextEncoding;
import org.sqlite.SQLiteConnection;

/** What stays the same while one run works: whom it serves, what it reads, by which right. */
record RunContext(
    ClientRow client,
    Job job,
    Leadership leadership,
    Snapshot snapshot,
    SourceSchema schema,
    ConflictResolver resolver) {

  SQLiteConnection sqlite() {
    return snapshot.connection();
  }

  TextEncoding encoding() {
    return schema.header().encoding();
  }

  RunContext withClient(ClientRow value) {
    return new RunContext(value, job, leadership, snapshot, schema, resolver);
  }
}
