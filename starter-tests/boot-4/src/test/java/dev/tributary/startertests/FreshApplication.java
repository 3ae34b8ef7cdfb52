package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A project as a user would make it, built by Maven, and its instances as processes. */
final class FreshApplication implements AutoCloseable {
  private static final String MAIN =
      """
      package com.example.demo;

      import org.springframework.boot.SpringApplication;
      import org.springframework.boot.autoconfigure.SpringBootApplication;

      @SpringBootApplication
      public class DemoApplication {
        public static void main(String[] args) {
          SpringApplication.run(DemoApplication.class, args);
        }
      }
      """;
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <parent>
          <groupId>org.springframework.boot</groupId>
          <artifactId>spring-boot-starter-parent</artifactId>
          <version>%s</version>
          <relativePath/>
        </parent>
        <groupId>com.example</groupId>
        <artifactId>demo</artifactId>
        <version>1</version>
        <properties>%s</properties>
        <dependencies>
          <dependency>
            <groupId>org.springframework.boot</groupId>
            <artifactId>spring-boot-starter</artifactId>
          </dependency>
      %s
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <groupId>org.springframework.boot</groupId>
              <artifactId>spring-boot-maven-plugin</artifactId>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  private final Path folder;
  private final Map<String, Process> instances = new LinkedHashMap<>();

  private FreshApplication(Path folder) {
    this.folder = folder;
  }

  /**
   * @param sqlite the driver's version; empty: what Boot chooses
   */
  static FreshApplication build(Path folder, String boot, String sqlite, String password)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("src/main/java/com/example/demo"));
    String properties =
        sqlite.isEmpty() ? "" : "<sqlite-jdbc.version>" + sqlite + "</sqlite-jdbc.version>";
    Files.writeString(folder.resolve("pom.xml"), POM.formatted(boot, properties, snippet("xml")));
    Files.writeString(folder.resolve("src/main/java/com/example/demo/DemoApplication.java"), MAIN);
    Files.writeString(folder.resolve("prod.password"), password);
    String repository = System.getProperty("tributary.installed");
    assertThat(repository).as("run .ci/release-check: it installs the artifacts").isNotNull();
    FreshApplication application = new FreshApplication(folder);
    Process maven =
        application.process(
            "maven",
            List.of(
                "mvn", "-B", "-q", "-ntp", "-nsu", "-Dmaven.repo.local=" + repository, "package"));
    assertThat(maven.waitFor()).as(application.output()).isZero();
    return application;
  }

  /** The README's configuration, with an address, a file and an interval that are here. */
  void configure(String url, Path file) throws IOException {
    String yaml = snippet("yaml");
    for (Map.Entry<String, String> change :
        Map.of(
                "postgresql://db.example.org/app",
                url,
                "/data/acme/webui.db",
                file.toString(),
                "interval: 1m",
                "interval: 1s")
            .entrySet()) {
      assertThat(yaml).contains(change.getKey());
      yaml = yaml.replace(change.getKey(), change.getValue());
    }
    Files.writeString(folder.resolve("application.yaml"), yaml);
  }

  void start(String name) throws IOException {
    String java =
        System.getProperty(
            "tributary.application.java",
            Path.of(System.getProperty("java.home"), "bin", "java").toString());
    instances.put(
        name,
        process(name, List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-jar", "target/demo-1.jar")));
  }

  private Process process(String name, List<String> command) throws IOException {
    File log = folder.resolve(name + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log);
    builder.environment().put("XDG_DATA_HOME", folder.resolve("data-" + name).toString());
    return builder.start();
  }

  /** As {@code kill -9} does it. */
  void killLeader() throws InterruptedException {
    String leader =
        await()
            .atMost(Duration.ofSeconds(10))
            .until(this::leader, Optional::isPresent)
            .orElseThrow();
    instances.remove(leader).destroyForcibly().waitFor();
  }

  private Optional<String> leader() {
    return instances.keySet().stream()
        .filter(name -> log(name).contains("this node leads cluster prod"))
        .findFirst();
  }

  String output() {
    return List.of("maven", "a", "b").stream().map(this::log).collect(Collectors.joining("\n"));
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name + ".log"));
    } catch (IOException e) {
      return "";
    }
  }

  /** The last block of this language in README.md. */
  private static String snippet(String language) throws IOException {
    String readme = Files.readString(Path.of("..", "..", "README.md"));
    Matcher blocks =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
    String last = "";
    while (blocks.find()) {
      last = blocks.group(1);
    }
    assertThat(last).as("a block of %s in README.md", language).isNotEmpty();
    return last;
  }

  @Override
  public void close() {
    instances.values().forEach(instance -> instance.destroyForcibly().onExit().join());
  }
}
