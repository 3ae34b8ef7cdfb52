package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.snapshot.SourceRules.Ownership;
import dev.tributary.core.internal.snapshot.SourceRules.Way;
import org.junit.jupiter.api.Test;

final class SourceRulesTest {
  @Test
  void rollbackModeIsCopied() {
    assertThat(rollback(false)).isEqualTo(Way.COPY_UNLOCKED_OR_LOCKED);
  }

  @Test
  void timesOfAnotherHostAreNotTrusted() {
    assertThat(rollback(true)).isEqualTo(Way.COPY_LOCKED);
  }

  @Test
  void walIsReadLiveOnlyWhereNothingForeignCanComeToBe() {
    assertThat(wal(true, true, false, Ownership.THE_APPS)).isEqualTo(Way.LIVE);
    assertThat(wal(true, true, false, Ownership.NOTHING_CREATED)).isEqualTo(Way.LIVE);
    assertThat(wal(true, true, false, Ownership.FOREIGN)).isEqualTo(Way.COPY_AND_RECOVER);
  }

  @Test
  void walWithoutItsFilesIsNeverOpened() {
    assertThat(wal(false, false, false, Ownership.THE_APPS)).isEqualTo(Way.COPY_AND_RECOVER);
    assertThat(wal(false, true, false, Ownership.THE_APPS)).isEqualTo(Way.COPY_AND_RECOVER);
    assertThat(wal(true, false, false, Ownership.THE_APPS)).isEqualTo(Way.COPY_AND_RECOVER);
  }

  @Test
  void walInUseOnAnotherHostIsRefused() {
    assertThat(wal(true, true, true, Ownership.THE_APPS)).isEqualTo(Way.REFUSE);
    assertThat(wal(true, false, true, Ownership.THE_APPS)).isEqualTo(Way.REFUSE);
    assertThat(wal(false, false, true, Ownership.THE_APPS)).isEqualTo(Way.COPY_AND_RECOVER);
  }

  @Test
  void fileSystemsOfOtherHostsAreKnownByType() {
    assertThat("nfs nfs4 cifs smb3 9p virtiofs fuse fuse.sshfs ceph NFS4".split(" "))
        .allMatch(SourceRules::isRemote);
    assertThat("ext4 xfs btrfs zfs overlay tmpfs apfs fuse.fuse-overlayfs".split(" "))
        .noneMatch(SourceRules::isRemote);
  }

  private static Way rollback(boolean remote) {
    return new SourceRules(false, false, false, remote, Ownership.FOREIGN).way();
  }

  private static Way wal(boolean wal, boolean shm, boolean remote, Ownership ownership) {
    return new SourceRules(true, wal, shm, remote, ownership).way();
  }
}
