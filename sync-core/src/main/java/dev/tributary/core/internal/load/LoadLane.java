package dev.tributary.core.internal.load;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.DirectCopy;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.values.CopyBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One connection that loads rows on a thread of its own: it takes encoded buffers from a bounded
 * queue, so that reading and sending overlap. Rows carry the id of the transaction that they will
 * commit in, so a new piece begins only when the piece before has committed.
 */
final class LoadLane implements AutoCloseable {
  private static final int QUEUE = 8;
  private static final long PATIENCE_MILLIS = 200;

  private sealed interface Step {}

  private record Rows(TargetTable table, CopyBuffer buffer) implements Step {}

  private record EndOfPiece() implements Step {}

  private record EndOfLoad() implements Step {}

  private final ConnectionSource connections;
  private final EpochChain chain;
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(QUEUE);
  private final BlockingQueue<CopyBuffer> free = new ArrayBlockingQueue<>(QUEUE + 4);
  private final BlockingQueue<Long> xids = new ArrayBlockingQueue<>(1);
  private final Thread thread;
  // Written only by the lane's thread
  private volatile Throwable failure;
  // Used only by the reading thread
  private long xid = -1;
  private long pieceBytes;

  LoadLane(ConnectionSource connections, EpochChain chain, String threadName) {
    this.connections = connections;
    this.chain = chain;
    this.thread = new Thread(this::load, threadName);
    this.thread.setDaemon(true);
    this.thread.start();
  }

  // --- the reading thread -------------------------------------------------------------------

  /** The transaction that the next rows commit in; waits for the piece before to commit. */
  long xid() {
    while (xid < 0) {
      requireAlive();
      Long next = await(() -> xids.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
      xid = next == null ? -1 : next;
    }
    return xid;
  }

  int waiting() {
    return steps.size();
  }

  CopyBuffer buffer() {
    CopyBuffer used = free.poll();
    return used == null ? new CopyBuffer() : used;
  }

  /** Hands a full buffer over; blocks while the lane is busy. */
  void send(TargetTable table, CopyBuffer buffer, long pieceLimit) {
    pieceBytes += buffer.length();
    put(new Rows(table, buffer));
    if (pieceBytes >= pieceLimit) {
      endPiece();
    }
  }

  /** Commits what was sent. */
  void endPiece() {
    if (pieceBytes > 0) {
      put(new EndOfPiece());
      pieceBytes = 0;
      xid = -1;
    }
  }

  /** Commits what was sent, and ends. */
  void endLoad() {
    put(new EndOfLoad());
  }

  /** Waits until all was committed. */
  void awaitEnd() {
    while (thread.isAlive()) {
      await(
          () -> {
            thread.join(PATIENCE_MILLIS);
            return null;
          });
    }
    requireAlive();
  }

  private void put(Step step) {
    boolean taken = false;
    while (!taken) {
      requireAlive();
      taken = await(() -> steps.offer(step, PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    }
  }

  private void requireAlive() {
    if (failure instanceof SyncException known) {
      throw known;
    }
    if (failure != null) {
      throw new TargetUnavailable("the load stopped: " + failure, failure);
    }
  }

  private interface Waiting<T> {
    T call() throws InterruptedException;
  }

  private static <T> T await(Waiting<T> waiting) {
    try {
      return waiting.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetUnavailable("the load was interrupted", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // --- the lane's thread --------------------------------------------------------------------

  private void load() {
    try {
      boolean more = true;
      while (more) {
        more = loadPiece();
      }
    } catch (InterruptedException e) {
      failure = new TargetUnavailable("the load was stopped");
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** False after the last piece. */
  private boolean loadPiece() throws InterruptedException {
    try (ApplyTransaction transaction = chain.begin(connections);
        DirectCopy copy = new DirectCopy(transaction)) {
      xids.put(transaction.xid());
      while (true) {
        Step step = steps.take();
        if (step instanceof Rows rows) {
          copy.write(rows.table(), rows.buffer());
          rows.buffer().clear();
          free.offer(rows.buffer());
        } else {
          commit(transaction, copy);
          return step instanceof EndOfPiece;
        }
      }
    }
  }

  private void commit(ApplyTransaction transaction, DirectCopy copy) {
    if (copy.bytes() > 0) {
      copy.finish();
      chain.commitPiece(transaction);
    }
  }
}
