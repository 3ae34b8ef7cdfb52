package dev.tributary.core.internal.state;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One question to the store about a key that the cache does not hold. Whoever wants the same key
 * meanwhile waits for its answer.
 *
 * <p>It also keeps what was heard of the key while it was under way: without it, an old answer
 * would follow newer news into the cache and stay.
 */
final class Load {
  private final long generation;
  private final long askedAt;
  private final Optional<Held> before;
  private final CompletableFuture<Held> answer = new CompletableFuture<>();
  // Read and written only inside the cache's compute of this key
  private Optional<Held> heard = Optional.empty();

  /**
   * @param before what the cache held when the question began, if it did
   */
  Load(long generation, long askedAt, Optional<Held> before) {
    this.generation = generation;
    this.askedAt = askedAt;
    this.before = before;
  }

  /**
   * Whether the answer may replace it though its version is lower: it was there before the
   * question, so the store itself went back, as when an administrator removed the row.
   */
  boolean isOlder(Held held) {
    return before.isPresent() && before.get() == held;
  }

  long generation() {
    return generation;
  }

  long askedAt() {
    return askedAt;
  }

  void hear(Held news) {
    heard = Optional.of(heard.map(before -> before.newer(news)).orElse(news));
  }

  /** The newest of what was read and what was heard meanwhile. */
  Held newest(Held read) {
    return heard.map(read::newer).orElse(read);
  }

  void answered(Held held) {
    answer.complete(held);
  }

  void failed(Throwable e) {
    answer.completeExceptionally(e);
  }

  Held await() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
