package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An application may choose older versions of the libraries inside. The oldest of docs/embedding.md
 * are in {@code target/older}; the build itself uses newer ones, and starter-tests what Boot
 * chooses.
 */
final class OlderLibrariesTest {
  private static final Path OLDER = Path.of("target", "older");
  private static final Pattern REPLACED =
      Pattern.compile("(jackson-(core|databind|annotations)|caffeine)-\\d[\\d.]*\\.jar");

  /** Every call, not only those that a run happens to make. */
  @ParameterizedTest
  @CsvSource({
    "sync-core,com.fasterxml.jackson,jackson",
    "sync-core,com.github.benmanes.caffeine,caffeine",
    "sync-spring-boot-starter,com.zaxxer.hikari,HikariCP"
  })
  void whatAModuleCallsIsInTheOldestVersionAlready(String module, String prefix, String jars)
      throws IOException {
    Path code = Path.of("..", module, "target", "classes");
    assertThat(code).as("built with this module: mvn -pl examples -am").isDirectory();
    List<Location> imported = new ArrayList<>();
    for (Path jar : older(jars)) {
      imported.add(Location.of(new JarFile(jar.toFile())));
    }
    assertThat(imported).isNotEmpty();
    imported.add(Location.of(code));
    JavaClasses classes = new ClassFileImporter().importLocations(imported);
    assertThat(classes).anyMatch(type -> type.getPackageName().startsWith(prefix));
    List<String> calls = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (JavaAccess<?> access : (Iterable<JavaAccess<?>>) accesses(classes, prefix)::iterator) {
      AccessTarget target = access.getTarget();
      calls.add(target.getFullName());
      if (target.resolveMember().isEmpty()) {
        missing.add(access.getDescription());
      }
    }
    assertThat(calls).isNotEmpty();
    assertThat(missing).isEmpty();
  }

  private static Stream<JavaAccess<?>> accesses(JavaClasses classes, String prefix) {
    return classes.stream()
        .filter(type -> type.getPackageName().startsWith("dev.tributary"))
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(access -> access.getTargetOwner().getPackageName().startsWith(prefix));
  }

  @Test
  void aFileIsMirroredAndAConfigurationShared() throws Exception {
    String classPath = olderClassPath();
    assertThat(run(classPath, MirrorOneFile.class)).contains("restored 2 rows, 6 cells");
    assertThat(run(classPath, ShareConfiguration.class))
        .contains("b reads version 2, from its cache: true");
  }

  private static String run(String classPath, Class<?> example) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath,
                example.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static String olderClassPath() throws IOException {
    List<String> entries = new ArrayList<>();
    int replaced = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (REPLACED.matcher(Path.of(entry).getFileName().toString()).matches()) {
        replaced++;
      } else {
        entries.add(entry);
      }
    }
    assertThat(replaced).isEqualTo(4);
    older("").forEach(jar -> entries.add(jar.toString()));
    return String.join(File.pathSeparator, entries);
  }

  private static List<Path> older(String start) throws IOException {
    try (Stream<Path> jars = Files.list(OLDER)) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith(start)).toList();
    }
  }
}
