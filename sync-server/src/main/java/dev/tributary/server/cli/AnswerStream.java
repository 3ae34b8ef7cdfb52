package dev.tributary.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Standard output, which remembers why it could not be written: the writer on top forgets it. */
final class AnswerStream extends FilterOutputStream {
  private static final String NOBODY_READS = "Broken pipe";

  private Optional<String> failure = Optional.empty();

  AnswerStream(OutputStream out) {
    super(out);
  }

  static AnswerStream standardOutput() {
    return new AnswerStream(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  boolean isCut() {
    return failure.isPresent();
  }

  /** Empty also where the reader has seen enough, such as head: he is to be told nothing. */
  Optional<String> failure() {
    return failure.filter(why -> !why.contains(NOBODY_READS));
  }
}
