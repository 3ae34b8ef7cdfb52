package dev.tributary.server.cli.outcome;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Standard output, which remembers why it could not be written: the writer on top forgets it. */
public final class AnswerStream extends FilterOutputStream {
  private static final String NOBODY_READS = "Broken pipe";

  private Optional<String> failure = Optional.empty();

  public AnswerStream(OutputStream out) {
    super(out);
  }

  /** Never closed. */
  public static AnswerStream standardOutput() {
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

  /** Whether a part of the answer was not written. */
  public boolean isCut() {
    return failure.isPresent();
  }

  /** Empty also where the reader has seen enough, such as head: he is to be told nothing. */
  public Optional<String> failure() {
    return failure.filter(why -> !why.contains(NOBODY_READS));
  }
}
