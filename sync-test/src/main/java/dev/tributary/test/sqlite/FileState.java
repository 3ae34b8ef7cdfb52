package dev.tributary.test.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How a database file and its neighbours look from outside: proves that a reader changed nothing.
 *
 * <p>No file is opened in this JVM: closing one would drop the locks that SQLite holds on it here.
 */
public record FileState(Path file, Map<String, String> facts) {

  private static final List<String> ATTRIBUTES =
      List.of("uid", "gid", "mode", "size", "ino", "lastModifiedTime");

  public FileState {
    facts = Map.copyOf(facts);
  }

  /** The state now: of the file and of all that lies beside it. */
  public static FileState of(Path file) {
    Map<String, String> facts = new TreeMap<>();
    Path folder = file.toAbsolutePath().getParent();
    try (Stream<Path> neighbours = Files.list(folder)) {
      for (Path neighbour : neighbours.toList()) {
        addFacts(facts, neighbour);
      }
      facts.put(file.getFileName() + " journal mode", journalMode(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + folder, e);
    }
    return new FileState(file, facts);
  }

  /** One line for each fact that is not the same; empty if nothing was changed. */
  public List<String> differencesTo(FileState later) {
    Set<String> names = new TreeSet<>(facts.keySet());
    names.addAll(later.facts.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String before = facts.getOrDefault(name, "not there");
      String after = later.facts.getOrDefault(name, "not there");
      if (!before.equals(after)) {
        differences.add("%s: %s -> %s".formatted(name, before, after));
      }
    }
    return differences;
  }

  /**
   * The same without the shared-memory file of a WAL: each reader takes its locks and read marks
   * there, as SQLite wants it.
   */
  public FileState withoutSharedMemory() {
    Map<String, String> others = new TreeMap<>(facts);
    others.keySet().removeIf(name -> name.contains("-shm "));
    return new FileState(file, others);
  }

  private static void addFacts(Map<String, String> facts, Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    for (String attribute : ATTRIBUTES) {
      facts.put(path.getFileName() + " " + attribute, String.valueOf(attributes.get(attribute)));
    }
  }

  /** Byte 18 of the header, read by another process. */
  private static String journalMode(Path file) throws IOException {
    Process head = new ProcessBuilder("head", "-c", "20", file.toString()).start();
    byte[] header = head.getInputStream().readAllBytes();
    return header.length < 20 ? "no header" : header[18] == 2 ? "WAL" : "rollback";
  }
}
