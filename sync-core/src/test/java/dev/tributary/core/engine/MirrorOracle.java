package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.core.MirrorEngine;
import dev.tributary.test.sqlite.CellCompare;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Judges a mirror: it gives the file back cell by cell, no row is doubled, no plan half done. */
record MirrorOracle(EngineTarget target, Path scratch) {

  void assertMirrors(MirrorEngine engine, ClientName client, Path file, String what) {
    Path copy = scratch.resolve("restored-" + client + ".db");
    try {
      engine.restore(client, copy);
      assertThat(CellCompare.differences(file, copy)).as(what).isEmpty();
      Files.delete(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertNothingDoubled(client, what);
  }

  /** Every table in use is whole: its key is a primary key, so that no row can be there twice. */
  private void assertNothingDoubled(ClientName client, String what) {
    String plansOfClient =
        " FROM sync_metadata.table_plans p JOIN sync_metadata.client_deployments d"
            + " USING (deployment_id) WHERE d.client_name = '"
            + client
            + "' AND p.load_state <> 'retired'";
    assertThat(target.query("SELECT DISTINCT load_state" + plansOfClient))
        .as(what)
        .isIn(List.of("ready"), List.of());
    assertThat(
            target.query(
                "SELECT p.source_table"
                    + plansOfClient
                    + " AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indisprimary AND i.indrelid"
                    + " = format('%I.%I', d.target_schema, p.target_table)::regclass)"))
        .as(what)
        .isEmpty();
  }
}
