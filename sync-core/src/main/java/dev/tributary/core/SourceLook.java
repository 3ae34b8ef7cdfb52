package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncException;
import dev.tributary.core.DiscoveredSource.Kind;
import dev.tributary.core.internal.lifecycle.NameTemplate;
import dev.tributary.core.internal.lifecycle.RegisteredSources.Registered;
import dev.tributary.core.internal.lifecycle.SourceGlob;
import dev.tributary.core.internal.snapshot.Fingerprint;
import dev.tributary.core.internal.snapshot.SnapshotTime;
import dev.tributary.core.internal.snapshot.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One comparison of the files that there are with those that are registered. */
final class SourceLook {
  private final SourceGlob glob;
  private final NameTemplate template;
  private final List<Registered> known;
  private final SnapshotTime time;
  private final Map<Path, Registered> byPath = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<Path> realPaths = new HashSet<>();
  private final Set<String> followed = new HashSet<>();
  private final List<DiscoveredSource> found = new ArrayList<>();

  SourceLook(SourceGlob glob, NameTemplate template, List<Registered> known, SnapshotTime time) {
    this.glob = glob;
    this.template = template;
    this.known = known;
    this.time = time;
    known.forEach(client -> byPath.put(client.source(), client));
  }

  List<DiscoveredSource> found() {
    SourceGlob.Listing listing = glob.list();
    listing.files().stream().filter(byPath::containsKey).forEach(this::add);
    listing.files().stream().filter(file -> !byPath.containsKey(file)).forEach(this::add);
    for (Path folder : listing.hidden()) {
      add(Kind.REFUSED, "", folder, "no right to list this folder");
    }
    known.stream()
        .filter(this::isGone)
        .filter(c -> !followed.contains(c.name()))
        .forEach(this::miss);
    return found;
  }

  private void miss(Registered client) {
    if (glob.parts(client.source()).isPresent()) {
      add(Kind.VANISHED, client.name(), client.source(), "the file is gone");
    }
  }

  private boolean isGone(Registered client) {
    return Files.notExists(client.source());
  }

  private void add(Path file) {
    String name = template.name(glob.parts(file).orElseThrow());
    try {
      Fingerprint fingerprint = SourceFile.look(file, time);
      boolean another = !realPaths.add(file.toRealPath());
      if (byPath.containsKey(file)) {
        compare(byPath.get(file), file, fingerprint);
      } else if (another) {
        add(Kind.REFUSED, name, file, "it is the same file as another that was found");
      } else {
        judge(name, file, fingerprint);
      }
    } catch (SyncException | IOException e) {
      String owner = byPath.containsKey(file) ? byPath.get(file).name() : name;
      add(Kind.REFUSED, owner, file, String.valueOf(e.getMessage()));
    }
  }

  private void compare(Registered client, Path file, Fingerprint now) {
    if (client.fingerprint().filter(now::isOfAnotherFile).isPresent()) {
      add(Kind.REPLACED, client.name(), file, "another file than the one that was synced");
    } else {
      add(Kind.KNOWN, client.name(), file, "");
    }
  }

  private void judge(String name, Path file, Fingerprint now) {
    Optional<Registered> same = known.stream().filter(client -> isOf(client, now)).findFirst();
    if (same.isPresent()) {
      follow(same.get(), file);
      return;
    }
    Optional<Registered> owner = known.stream().filter(c -> c.name().equals(name)).findFirst();
    if (owner.isPresent()) {
      add(Kind.REFUSED, name, file, "client %s mirrors %s".formatted(name, owner.get().source()));
    } else if (!names.add(name)) {
      add(Kind.REFUSED, name, file, "another file that was found has this name already");
    } else {
      judgeNew(name, file);
    }
  }

  private boolean isOf(Registered client, Fingerprint now) {
    return client.fingerprint().isPresent() && !now.isOfAnotherFile(client.fingerprint().get());
  }

  private void follow(Registered client, Path file) {
    if (isGone(client) && followed.add(client.name())) {
      add(
          Kind.RENAMED,
          client.name(),
          file,
          "it was at %s; the same inode, so look whether it is the same app"
              .formatted(client.source()));
    } else {
      add(
          Kind.REFUSED,
          client.name(),
          file,
          "it is the file of client %s at %s".formatted(client.name(), client.source()));
    }
  }

  private void judgeNew(String name, Path file) {
    SourceCheck.requireSqliteFile(file);
    add(Kind.NEW, new ClientName(name).value(), file, "");
  }

  private void add(Kind kind, String client, Path file, String note) {
    found.add(new DiscoveredSource(kind, client, file, note));
  }
}
