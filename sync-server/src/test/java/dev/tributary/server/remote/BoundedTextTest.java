package dev.tributary.server.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** An answer as long as it may be, and a longer one. */
final class BoundedTextTest {
  private static final byte[] LETTER = "\u00fc".getBytes(StandardCharsets.UTF_8);

  private boolean cancelled;

  private BoundedText begun() {
    BoundedText text = new BoundedText(4);
    text.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long pieces) {
            assertThat(pieces).isPositive();
          }

          @Override
          public void cancel() {
            cancelled = true;
          }
        });
    return text;
  }

  @Test
  void aLetterMayBeCutBetweenTwoPieces() {
    BoundedText text = begun();
    text.onNext(List.of(ByteBuffer.wrap(LETTER), ByteBuffer.wrap(LETTER, 0, 1)));
    text.onNext(List.of(ByteBuffer.wrap(LETTER, 1, 1)));
    text.onComplete();
    assertThat(text.getBody().toCompletableFuture().join()).isEqualTo("\u00fc\u00fc");
    assertThat(cancelled).isFalse();
  }

  @Test
  void whatDoesNotEndIsCutOff() {
    BoundedText text = begun();
    text.onNext(List.of(ByteBuffer.wrap(LETTER), ByteBuffer.wrap(LETTER), ByteBuffer.wrap(LETTER)));
    assertThat(cancelled).isTrue();
    assertThatThrownBy(() -> text.getBody().toCompletableFuture().get())
        .hasCauseInstanceOf(BoundedText.TooLong.class);
  }
}
