package dev.tributary.core.internal.snapshot;

import java.util.Locale;
import java.util.Set;

/**
 * How a file may be read, decided from what is known about it.
 *
 * <p>A WAL database is opened only where SQLite finds {@code -wal} and {@code -shm} already there,
 * and where a file that it might create in a race would still belong to the app.
 */
record SourceRules(
    boolean walMode, boolean walThere, boolean shmThere, boolean remote, Ownership ownership) {

  enum Way {
    LIVE,
    COPY_UNLOCKED_OR_LOCKED,
    COPY_LOCKED,
    COPY_AND_RECOVER,
    REFUSE
  }

  /** What would become of a file that SQLite creates beside the app's. */
  enum Ownership {
    /** We are root (SQLite gives the file to the app's user) or the app's own user. */
    THE_APPS,
    /** The folder is read-only for us: nothing can be created. */
    NOTHING_CREATED,
    /** It would be ours, and the app could not write it. */
    FOREIGN
  }

  // Shared memory and cached attributes cannot be trusted between hosts.
  private static final Set<String> REMOTE =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "virtiofs",
          "fuse",
          "fuseblk",
          "ceph",
          "glusterfs",
          "lustre",
          "afs",
          "vboxsf",
          "prl_fs",
          "vmhgfs");
  private static final String FUSE = "fuse.";
  private static final String FUSE_OVERLAY = "fuse.fuse-overlayfs";

  static boolean isRemote(String fileSystemType) {
    String type = fileSystemType.toLowerCase(Locale.ROOT);
    return REMOTE.contains(type) || type.startsWith(FUSE) && !type.equals(FUSE_OVERLAY);
  }

  Way way() {
    if (!walMode) {
      return remote ? Way.COPY_LOCKED : Way.COPY_UNLOCKED_OR_LOCKED;
    }
    if (!walThere) {
      return Way.COPY_AND_RECOVER;
    }
    if (remote) {
      return Way.REFUSE;
    }
    return shmThere && ownership != Ownership.FOREIGN ? Way.LIVE : Way.COPY_AND_RECOVER;
  }
}
