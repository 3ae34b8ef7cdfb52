package dev.tributary.core.internal.run;

import dev.tributary.api.MassDelete;
import dev.tributary.core.internal.snapshot.Fingerprint;
import java.util.Optional;

/**
 * Whether a run may follow a file that lost most of its rows: because it was asked so, or because a
 * person has confirmed this very version of the file.
 *
 * @param confirmed the version that a person confirmed
 */
record Permission(MassDelete asked, Optional<String> confirmed) {

  /**
   * @param file as it is after its picture was taken: equal to what was confirmed, so is the
   *     picture
   */
  MassDelete at(Fingerprint file) {
    return confirmed.filter(file.version()::equals).isPresent() ? MassDelete.ALLOW : asked;
  }
}
