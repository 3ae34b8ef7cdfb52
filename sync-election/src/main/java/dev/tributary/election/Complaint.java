package dev.tributary.election;

import dev.tributary.api.SyncException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that the database does not answer: once when it begins, once when it is over. */
final class Complaint {
  private static final Logger LOG = LoggerFactory.getLogger(Complaint.class);

  private volatile Optional<SyncException> last = Optional.empty();

  void about(SyncException failure) {
    if (last.isEmpty() || !last.get().getClass().equals(failure.getClass())) {
      LOG.warn("the election goes on without an answer: {}", failure.getMessage());
    } else {
      LOG.debug("still no answer: {}", failure.getMessage());
    }
    last = Optional.of(failure);
  }

  void over() {
    if (last.isPresent()) {
      LOG.info("the database answers the election again");
      last = Optional.empty();
    }
  }

  /** What the last question failed with, if none was answered since. */
  Optional<SyncException> last() {
    return last;
  }
}
