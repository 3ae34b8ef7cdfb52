package dev.tributary.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.spring.SyncDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class RunExampleTest {
  private static final String ALL = "rows mirrored by this leader: {acme=2, globex=1}";

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void twoFilesAreMirroredAndTheLeaderReports() throws Exception {
    BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    List<String> notes = new ArrayList<>();
    RunExample.run(
        folder,
        printed::add,
        context -> {
          String line = printed.poll(30, TimeUnit.SECONDS);
          while (!ALL.equals(line)) {
            assertThat(line).startsWith("rows mirrored by this leader: {");
            line = printed.poll(30, TimeUnit.SECONDS);
          }
          notes.addAll(mirrored(context.getBean(SyncDatabase.class)));
        });
    assertThat(notes).containsExactly("buy milk", "call Ann", "sleep");
  }

  private static List<String> mirrored(SyncDatabase database) throws SQLException {
    try (Connection connection = database.pooled().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT body FROM client_acme.note UNION ALL"
                    + " SELECT body FROM client_globex.note ORDER BY 1")) {
      List<String> notes = new ArrayList<>();
      while (row.next()) {
        notes.add(row.getString(1));
      }
      return notes;
    }
  }
}
