package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What this host keeps of a node that it runs as a process: its settings, its log, and which
 * process it is. Only the owner can read it.
 */
record NodeFolder(Path folder) {
  /** The clock of processes ticks in hundredths, and is read with another one. */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  boolean exists() {
    return Files.isRegularFile(settings());
  }

  Path log() {
    return folder.resolve("node.log");
  }

  Path data() {
    return folder.resolve("data");
  }

  private Path settings() {
    return folder.resolve("settings");
  }

  private Path process() {
    return folder.resolve("process");
  }

  /** Environment variables of the node. */
  Map<String, String> environment() {
    Properties read = new Properties();
    try {
      read.load(new StringReader(Files.readString(settings())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + settings(), e);
    }
    Map<String, String> environment = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> environment.put(name, read.getProperty(name)));
    return environment;
  }

  void keep(Map<String, String> environment) {
    Properties properties = new Properties();
    properties.putAll(environment);
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      write(settings(), text.toString());
    } catch (IOException e) {
      throw new ConfigurationInvalid("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The process that was started last, if it is still the same one. */
  Optional<ProcessHandle> running() {
    if (!Files.isRegularFile(process())) {
      return Optional.empty();
    }
    try {
      String[] words = Files.readString(process()).strip().split(" ");
      Instant started = Instant.ofEpochMilli(Long.parseLong(words[1]));
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(LivingProcess::is)
          .filter(handle -> startedAt(handle, started));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + process(), e);
    }
  }

  /** Numbers are given out again: another process may have it. */
  private static boolean startedAt(ProcessHandle handle, Instant started) {
    return handle
        .info()
        .startInstant()
        .map(at -> Duration.between(at, started).abs().compareTo(SAME_START) < 0)
        .orElse(false);
  }

  void runs(ProcessHandle handle) {
    long started = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    try {
      write(process(), handle.pid() + " " + started + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + process(), e);
    }
  }

  private void write(Path file, String text) throws IOException {
    Path part =
        Files.createTempFile(
            folder,
            "part",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
