package dev.tributary.core.internal.snapshot;

/** Which file this is, whatever its name: the device and the inode. */
record FileKey(long device, long inode) {
  static final FileKey NONE = new FileKey(0, 0);

  @Override
  public String toString() {
    return device + ":" + inode;
  }
}
