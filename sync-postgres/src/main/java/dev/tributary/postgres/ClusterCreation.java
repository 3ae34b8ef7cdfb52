package dev.tributary.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Creates the data directory with initdb, or checks that the one there fits the binaries.
 *
 * <p>A data directory appears complete or not at all; every local connection needs the password.
 */
record ClusterCreation(PostgresBinaries binaries, ClusterFiles files, Durability durability) {

  void createOrCheck() throws IOException {
    if (Files.isDirectory(files.data())) {
      requireSameMajor();
    } else {
      create();
    }
  }

  private void requireSameMajor() throws IOException {
    String found = Files.readString(files.data().resolve("PG_VERSION")).strip();
    if (!found.equals(Integer.toString(binaries.major()))) {
      throw new IOException(
          ("The data directory %s was written by PostgreSQL %s, but these binaries are %s."
                  + " Use another directory, or the binaries of PostgreSQL %s.")
              .formatted(files.root(), found, binaries.version(), found));
    }
  }

  private void create() throws IOException {
    files.create();
    binaries.owner().handOver(files.root());
    writePassword();
    Path fresh = files.root().resolve("data.new");
    BinaryCache.deleteTree(fresh);
    Command.Outcome outcome = Command.run(initdb(fresh));
    if (!outcome.succeeded()) {
      throw new IOException("initdb could not create " + files.data() + ":\n" + outcome.output());
    }
    Files.move(fresh, files.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void writePassword() throws IOException {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    Path file = files.passwordFile();
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
    binaries.owner().handOver(file);
  }

  private List<String> initdb(Path directory) {
    List<String> command =
        new ArrayList<>(
            binaries
                .owner()
                .command(
                    binaries.program("initdb"),
                    "--pgdata=" + directory,
                    "--username=" + ClusterFiles.SUPERUSER,
                    "--pwfile=" + files.passwordFile(),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C"));
    if (durability == Durability.FAST) {
      command.add("--no-sync");
    }
    return command;
  }
}
