package dev.tributary.core.internal.lifecycle;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of absolute paths in which {@code *} stands for any text and {@code ?} for one
 * character, both within one folder. Folders without a wildcard are not listed, so that their
 * parents need no right to be read.
 */
public final class SourceGlob {
  private static final int MOST_FILES = 10_000;
  private static final Pattern WILDCARD = Pattern.compile("[*?]");

  private final String text;
  private final Pattern pattern;

  /**
   * @throws ConfigurationInvalid when it is relative or has {@code **}, brackets or braces
   */
  public SourceGlob(String text) {
    if (!text.startsWith("/") || text.contains("**") || text.matches("(?s).*[\\[\\]{}].*")) {
      throw new ConfigurationInvalid(
          ("'%s' is no pattern for sources: an absolute path with * and ? for parts of a name, such"
                  + " as '/opt/openwebui/*/data/webui.db'")
              .formatted(text));
    }
    this.text = text;
    this.pattern = Pattern.compile(regex(text));
  }

  private static String regex(String text) {
    StringBuilder regex = new StringBuilder();
    Matcher wildcard = WILDCARD.matcher(text);
    int at = 0;
    for (; wildcard.find(); at = wildcard.end()) {
      regex.append(Pattern.quote(text.substring(at, wildcard.start())));
      regex.append(wildcard.group().equals("*") ? "([^/]*)" : "([^/])");
    }
    return regex.append(Pattern.quote(text.substring(at))).toString();
  }

  /** How many wildcards it has. */
  public int wildcards() {
    return (int) WILDCARD.matcher(text).results().count();
  }

  /** What the wildcards stand for in this path; empty when it does not match. */
  public Optional<List<String>> parts(Path path) {
    Matcher matcher = pattern.matcher(path.toString());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      parts.add(matcher.group(i));
    }
    return Optional.of(parts);
  }

  /** A folder that may not be listed hides what is in it; it is told, not passed over. */
  public record Listing(List<Path> files, List<Path> hidden) {}

  /**
   * The files there are, in the order of their paths.
   *
   * @throws ConfigurationInvalid when there are more than ten thousand
   */
  public Listing list() {
    List<Path> hidden = new ArrayList<>();
    TreeSet<Path> reached = new TreeSet<>(List.of(Path.of("/")));
    for (Path segment : Path.of(text)) {
      TreeSet<Path> next = new TreeSet<>();
      reached.forEach(folder -> next.addAll(step(folder, segment.toString(), hidden)));
      if (next.size() > MOST_FILES) {
        throw new ConfigurationInvalid(
            "'%s' matches more than %d files or folders: make it narrower"
                .formatted(text, MOST_FILES));
      }
      reached = next;
    }
    return new Listing(reached.stream().filter(Files::isRegularFile).toList(), hidden);
  }

  private static List<Path> step(Path folder, String segment, List<Path> hidden) {
    if (!WILDCARD.matcher(segment).find()) {
      Path only = folder.resolve(segment);
      return Files.exists(only) ? List.of(only) : List.of();
    }
    Pattern name = Pattern.compile(regex(segment));
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (name.matcher(entry.getFileName().toString()).matches()) {
          found.add(entry);
        }
      }
    } catch (AccessDeniedException e) {
      hidden.add(folder);
    } catch (IOException | DirectoryIteratorException e) {
      throw new UncheckedIOException("cannot list " + folder, asIo(e));
    }
    return found;
  }

  /** Whether no symbolic link is on the way to this file from the first wildcard on. */
  public boolean reachesWithoutLinks(Path file) {
    Path fixed = Path.of("/");
    for (Path segment : Path.of(text)) {
      if (WILDCARD.matcher(segment.toString()).find()) {
        break;
      }
      fixed = fixed.resolve(segment);
    }
    try {
      return fixed.toRealPath().resolve(fixed.relativize(file)).equals(file.toRealPath());
    } catch (IOException e) {
      return false; // gone meanwhile
    }
  }

  private static IOException asIo(Exception e) {
    return e instanceof DirectoryIteratorException iterator ? iterator.getCause() : (IOException) e;
  }

  @Override
  public String toString() {
    return text;
  }
}
