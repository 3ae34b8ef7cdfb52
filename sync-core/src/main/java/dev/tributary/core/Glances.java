package dev.tributary.core;

import dev.tributary.core.internal.lifecycle.SourceGlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Glances at all that a pattern matches. */
final class Glances {
  private static final String WANTED = "unix:dev,ino,size,lastModifiedTime";

  private Glances() {}

  static List<FileGlance> of(SourceGlob glob) {
    SourceGlob.Listing listing = glob.list();
    List<FileGlance> glances = new ArrayList<>();
    listing.files().forEach(file -> add(file, glances));
    listing.hidden().forEach(folder -> glances.add(new FileGlance(folder, "hidden", "")));
    return List.copyOf(glances);
  }

  private static void add(Path file, List<FileGlance> glances) {
    try {
      Map<String, Object> stat = Files.readAttributes(file, WANTED);
      glances.add(
          new FileGlance(
              file,
              "%s:%s".formatted(stat.get("dev"), stat.get("ino")),
              "%s:%s".formatted(stat.get("size"), stat.get("lastModifiedTime"))));
    } catch (NoSuchFileException gone) {
      return; // the next glance does not see it either
    } catch (IOException e) {
      glances.add(new FileGlance(file, "unreadable", String.valueOf(e.getMessage())));
    }
  }
}
