package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClusterName;
import dev.tributary.core.MetadataSchema;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * The numbered files of sync-core's jar, run one after the other in one transaction, as psql -1
 * does.
 */
final class SchemaByHandTest {

  @Test
  void theFilesInTheirOrderMakeTheSchemaAndMayBeRunAgain() throws Exception {
    List<String> files = files();
    assertThat(files).hasSizeGreaterThan(10);
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      runAll(database, files);
      runAll(database, files);
      MetadataSchema schema = MetadataSchema.of(database.connections());
      assertThat(schema.status().isCurrent()).isTrue();
      String role = "by_hand_" + database.name();
      schema.createRole(new ClusterName("hand"), role, "secret");
      assertThat(MetadataSchema.of(() -> database.connectAs(role, "secret")).status().cluster())
          .contains(new ClusterName("hand"));
    }
  }

  private static void runAll(TestDatabase database, List<String> files) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : files) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  private static List<String> files() throws Exception {
    URI place = MetadataSchema.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path code = Path.of(place);
    return Files.isDirectory(code) ? ofFolder(code) : ofJar(code);
  }

  private static List<String> ofFolder(Path code) throws IOException {
    List<String> files = new ArrayList<>();
    try (var found = Files.list(code.resolve("dev/tributary/core/metadata"))) {
      for (Path file : found.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        files.add(Files.readString(file));
      }
    }
    return files;
  }

  private static List<String> ofJar(Path code) throws IOException {
    List<String> files = new ArrayList<>();
    try (ZipFile jar = new ZipFile(code.toFile())) {
      List<? extends ZipEntry> entries =
          jar.stream()
              .filter(entry -> entry.getName().matches("dev/tributary/core/metadata/.*\\.sql"))
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toList();
      for (ZipEntry entry : entries) {
        files.add(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
