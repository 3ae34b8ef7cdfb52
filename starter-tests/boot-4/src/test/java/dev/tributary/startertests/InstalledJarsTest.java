package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a release would publish, read from the jars. Run by {@code .ci/release-check}. */
@Tag("release")
final class InstalledJarsTest {
  private static final List<String> ARTIFACTS =
      List.of(
          "sync-api",
          "sync-election",
          "sync-conflict",
          "sync-core",
          "sync-postgres",
          "sync-spring-boot-starter",
          "sync-test");

  @ParameterizedTest
  @CsvSource({
    "sync-api,dev.tributary.api",
    "sync-election,dev.tributary.election",
    "sync-conflict,dev.tributary.conflict",
    "sync-core,dev.tributary.core",
    "sync-postgres,dev.tributary.postgres",
    "sync-spring-boot-starter,dev.tributary.spring",
    "sync-test,dev.tributary.test"
  })
  void aJarHasAModuleNameAndBytecodeOf17(String artifact, String module) throws IOException {
    try (JarFile jar = new JarFile(jar(artifact, "").toFile())) {
      Manifest manifest = jar.getManifest();
      assertThat(manifest.getMainAttributes().getValue("Automatic-Module-Name")).isEqualTo(module);
      List<Integer> versions =
          jar.stream()
              .filter(entry -> entry.getName().endsWith(".class"))
              .map(entry -> classVersion(jar, entry.getName()))
              .distinct()
              .toList();
      assertThat(versions).containsExactly(61);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sync-api",
    "sync-election",
    "sync-conflict",
    "sync-core",
    "sync-postgres",
    "sync-spring-boot-starter",
    "sync-test"
  })
  void aJarHasItsSourcesAndItsJavadoc(String artifact) throws IOException {
    try (JarFile classes = new JarFile(jar(artifact, "").toFile());
        JarFile sources = new JarFile(jar(artifact, "-sources").toFile());
        JarFile javadoc = new JarFile(jar(artifact, "-javadoc").toFile())) {
      List<String> missing =
          classes.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".class") && !name.contains("$"))
              .map(name -> name.replace(".class", ".java"))
              .filter(name -> sources.getEntry(name) == null)
              .toList();
      assertThat(missing).isEmpty();
      assertThat(javadoc.getEntry("index.html")).isNotNull();
    }
  }

  /** No package in two jars, and each is found by its name. */
  @Test
  void allTogetherAreOnAModulePath() {
    Path[] jars =
        ARTIFACTS.stream()
            .filter(artifact -> !artifact.equals("sync-test")) // needs JUnit
            .map(artifact -> jar(artifact, ""))
            .toArray(Path[]::new);
    ModuleFinder finder = ModuleFinder.of(jars);
    Set<String> names =
        finder.findAll().stream()
            .map(ModuleReference::descriptor)
            .map(ModuleDescriptor::name)
            .collect(Collectors.toSet());
    Configuration resolved =
        ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), names);
    assertThat(resolved.modules()).hasSize(jars.length);
    List<String> packages =
        finder.findAll().stream().flatMap(found -> found.descriptor().packages().stream()).toList();
    assertThat(packages).doesNotHaveDuplicates();
  }

  @Test
  void aPomNamesItsLicence() throws IOException {
    for (String pom : List.of("tributary", "sync-bom")) {
      assertThat(Files.readString(file(pom, ".pom"))).contains("<name>Apache-2.0</name>");
    }
  }

  private static int classVersion(JarFile jar, String name) {
    try (var content = jar.getInputStream(jar.getEntry(name))) {
      byte[] start = content.readNBytes(8);
      assertThat(Arrays.copyOf(start, 4))
          .isEqualTo(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe});
      return start[6] << 8 | start[7];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar(String artifact, String classifier) {
    return file(artifact, classifier + ".jar");
  }

  private static Path file(String artifact, String ending) {
    String repository = System.getProperty("tributary.installed");
    assertThat(repository).as("run .ci/release-check: it installs the artifacts").isNotNull();
    String version = System.getProperty("tributary.version");
    return Path.of(repository, "dev", "tributary", artifact, version)
        .resolve(artifact + "-" + version + ending);
  }
}
