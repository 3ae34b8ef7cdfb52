package dev.tributary.server.config;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says, read again when it changes. A file that turns bad leaves what it said before in
 * force, and that is told.
 */
public final class WatchedFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
  private static final int LARGEST = 1 << 20;

  private final String option;
  private final Path file;
  private final Function<String, T> parse;
  private final Consumer<T> changed;

  // Written only by the thread that looks; all three
  private volatile T current;
  private volatile Optional<byte[]> bytes;
  private volatile Optional<String> problem = Optional.empty();

  /**
   * @param option its name, for messages
   * @param parse throws ConfigurationInvalid when the text cannot be used
   * @param changed hears of each new content, not of the first
   * @throws ConfigurationInvalid when the first reading fails
   */
  public WatchedFile(NodeOption option, Path file, Function<String, T> parse, Consumer<T> changed) {
    this.option = option.name();
    this.file = file;
    this.parse = parse;
    this.changed = changed;
    try {
      byte[] now = read();
      this.bytes = Optional.of(now);
      this.current = parse(now);
    } catch (IOException e) {
      throw new ConfigurationInvalid(unreadable(e), e);
    }
  }

  private String unreadable(IOException e) {
    return "%s %s cannot be read: %s".formatted(option, file, FileTrouble.of(e));
  }

  public T current() {
    return current;
  }

  /** Why the file as it is now is not in force; empty when it is. */
  public Optional<String> problem() {
    return problem;
  }

  /** Looks whether the file changed. */
  void look() {
    try {
      byte[] now = read();
      if (bytes.filter(before -> Arrays.equals(before, now)).isEmpty()) {
        bytes = Optional.of(now);
        current = parse(now);
        changed.accept(current);
        LOG.info("{} {} changed and is in force", option, file);
        problem = Optional.empty();
      }
    } catch (ConfigurationInvalid e) {
      bad(String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      bad("%s %s cannot be used: %s".formatted(option, file, e)); // the other files are looked at
    } catch (IOException e) {
      bytes = Optional.empty(); // one that comes back is judged anew
      bad(unreadable(e));
    }
  }

  private void bad(String why) {
    if (!problem.equals(Optional.of(why))) {
      LOG.error("{} is bad, and what it said before stays in force: {}", option, why);
      problem = Optional.of(why);
    }
  }

  private T parse(byte[] content) {
    try {
      return parse.apply(new String(content, StandardCharsets.UTF_8));
    } catch (ConfigurationInvalid e) {
      throw new ConfigurationInvalid("%s %s: %s".formatted(option, file, e.getMessage()), e);
    }
  }

  private byte[] read() throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("it is larger than 1 MB");
    }
    return Files.readAllBytes(file);
  }
}
