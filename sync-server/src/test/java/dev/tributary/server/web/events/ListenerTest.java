package dev.tributary.server.web.events;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a listener may keep waiting for him, and how he ends. */
final class ListenerTest {
  private final Connection connection = new Connection();
  private final AtomicInteger ends = new AtomicInteger();
  private final Listener listener = new Listener(connection, () -> true, ends::incrementAndGet);

  /** One that takes as many pieces as it is told to. */
  private static final class Connection extends ServletOutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int takes;
    private boolean broken;

    @Override
    public boolean isReady() {
      return takes > 0;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int letter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] text) throws IOException {
      if (broken) {
        throw new IOException("Broken pipe");
      }
      assertThat(takes).as("asked before it is written to").isPositive();
      takes--;
      taken.writeBytes(text);
    }

    @Override
    public void flush() {
      assertThat(takes).as("asked before it is flushed").isPositive();
    }

    void takes(int pieces) {
      takes = pieces;
    }

    String taken() {
      return taken.toString(StandardCharsets.US_ASCII);
    }
  }

  private static byte[] text(int number) {
    return (number + " ").getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void whatIsNotTakenWaitsAndComesInItsOrder() {
    listener.tell(text(1));
    connection.takes(2);
    listener.tell(text(2));
    assertThat(connection.taken()).as("nothing before the answer has begun").isEmpty();
    listener.onWritePossible();
    listener.tell(text(3));
    assertThat(listener.waiting()).isEqualTo(1);
    connection.takes(9);
    listener.onWritePossible();
    assertThat(connection.taken()).isEqualTo("1 2 3 ");
    assertThat(listener.waiting()).isZero();
    assertThat(ends).hasValue(0);
  }

  @Test
  void whoFallsTooFarBehindKeepsNothingAndIsEndedWhenThatHoldsUpNobody() {
    listener.onWritePossible();
    for (int i = 0; i < Listener.MOST_WAITING; i++) {
      listener.tell(text(i));
    }
    assertThat(listener.listens()).isTrue();
    assertThat(listener.waiting()).isEqualTo(Listener.MOST_WAITING);
    listener.tell(text(0));
    assertThat(listener.listens()).isFalse();
    assertThat(listener.waiting()).isZero();
    listener.tell(text(1));
    assertThat(listener.waiting()).isZero();
    assertThat(ends).as("the connection is full: to end it now would wait for it").hasValue(0);
    connection.takes(1);
    listener.onWritePossible();
    assertThat(connection.taken()).as("no events after a gap").isEmpty();
    assertThat(ends).hasValue(1);
  }

  @Test
  void whoFallsBehindByManyBytesIsEndedToo() {
    listener.onWritePossible();
    byte[] large = new byte[Listener.MOST_BYTES / 4];
    for (int i = 0; i < 4; i++) {
      listener.tell(large);
    }
    assertThat(listener.listens()).isTrue();
    listener.tell(large);
    assertThat(listener.listens()).isFalse();
    assertThat(listener.waiting()).isZero();
  }

  @Test
  void oneThatIsGoneIsEndedOnce() {
    connection.takes(9);
    listener.onWritePossible();
    connection.broken = true;
    listener.tell(text(1));
    assertThat(listener.listens()).isFalse();
    listener.onError(new IOException("Broken pipe"));
    listener.end();
    assertThat(ends).hasValue(1);
  }

  @Test
  void oneThatIsEndedBeforeItBeganEndsWhenItBegins() {
    listener.tell(text(1));
    listener.end();
    connection.takes(9);
    listener.onWritePossible();
    assertThat(connection.taken()).isEmpty();
    assertThat(ends).hasValue(1);
  }
}
