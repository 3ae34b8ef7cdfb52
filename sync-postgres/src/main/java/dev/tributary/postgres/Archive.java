package dev.tributary.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A .txz file with PostgreSQL's programs, libraries and shared files.
 *
 * <p>Everybody may read and run what is unpacked, whatever the umask says.
 */
record Archive(URL url) {
  private static final Pattern VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)*)(?=\\.jar!|/)");

  /** A directory name that two different archives never share, with the version for human eyes. */
  String directoryName() throws IOException {
    Matcher version = VERSION.matcher(url.toString());
    String shown = "";
    while (version.find()) {
      shown = version.group(1) + "-";
    }
    return "postgres-" + shown + Long.toHexString(checksum());
  }

  private long checksum() throws IOException {
    URLConnection connection = url.openConnection();
    if (connection instanceof JarURLConnection inJar && inJar.getJarEntry().getCrc() >= 0) {
      return inJar.getJarEntry().getCrc();
    }
    CRC32 sum = new CRC32();
    try (InputStream content = new CheckedInputStream(connection.getInputStream(), sum)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return sum.getValue();
  }

  void unpackInto(Path directory) throws IOException {
    readable(directory, "rwxr-xr-x");
    try (InputStream content = new BufferedInputStream(url.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(content))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        place(entry, tar, directory);
        entry = tar.getNextEntry();
      }
    }
  }

  private void place(TarArchiveEntry entry, InputStream content, Path directory)
      throws IOException {
    Path target = directory.resolve(entry.getName()).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException(url + " has an entry outside its root: " + entry.getName());
    }
    if (entry.isDirectory()) {
      readable(Files.createDirectories(target), "rwxr-xr-x");
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(target.getParent());
      Files.copy(content, target);
      readable(target, (entry.getMode() & 0111) == 0 ? "rw-r--r--" : "rwxr-xr-x");
    }
  }

  private static void readable(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
