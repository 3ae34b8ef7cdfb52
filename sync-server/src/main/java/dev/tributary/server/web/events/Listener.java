package dev.tributary.server.web.events;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * One who listens. What he did not take yet waits in a queue of his own, and no thread waits for
 * him: the web server says when he takes more. Who falls too far behind, or takes nothing for as
 * long as the web server waits, is ended; he comes back and asks for what is the case then.
 */
final class Listener implements WriteListener {
  /** More than one look at the cluster can bring. */
  static final int MOST_WAITING = 2_000;

  static final int MOST_BYTES = 4 << 20;

  private final ServletOutputStream out;
  private final BooleanSupplier may;
  private final Runnable over;

  // All guarded by this
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean begun;
  private boolean unflushed;
  private boolean ending;
  private boolean ended;

  /**
   * @param may whether he still may listen: his token can be taken away while he does
   * @param over ends the answer; called once
   */
  Listener(ServletOutputStream out, BooleanSupplier may, Runnable over) {
    this.out = out;
    this.may = may;
    this.over = over;
  }

  boolean may() {
    return may.getAsBoolean();
  }

  /** False: nothing is sent to him any more. */
  synchronized boolean listens() {
    return !ending && !ended;
  }

  /** Sends it, now or when he takes it; before his answer has begun, then. Never waits. */
  synchronized void tell(byte[] text) {
    if (!listens()) {
      return;
    }
    waiting.add(text);
    bytes += text.length;
    send();
    if (waiting.size() > MOST_WAITING || bytes > MOST_BYTES) {
      end();
    }
  }

  /** What he did not take is forgotten. Never waits. */
  synchronized void end() {
    ending = true;
    forget();
    send();
  }

  @Override
  public synchronized void onWritePossible() {
    begun = true;
    send();
  }

  @Override
  public synchronized void onError(Throwable gone) {
    leave();
  }

  private void send() {
    if (!begun) {
      return;
    }
    try {
      while (!ended && out.isReady()) {
        if (!waiting.isEmpty()) {
          byte[] next = waiting.poll();
          bytes -= next.length;
          unflushed = true;
          out.write(next);
        } else if (unflushed) {
          unflushed = false;
          out.flush();
        } else {
          break;
        }
      }
      // An answer that is completed while something is under way would make a thread wait for him.
      if (ending && !ended && out.isReady()) {
        leave();
      }
    } catch (IOException | IllegalStateException e) {
      leave(); // he is gone
    }
  }

  private void leave() {
    forget();
    if (!ended) {
      ended = true;
      over.run();
    }
  }

  private void forget() {
    waiting.clear();
    bytes = 0;
  }

  /** How much waits for him. */
  synchronized int waiting() {
    return waiting.size();
  }
}
