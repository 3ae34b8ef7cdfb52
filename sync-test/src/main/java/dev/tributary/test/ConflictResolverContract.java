package dev.tributary.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictKind;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link ConflictResolver} keeps to, whatever it decides. */
public abstract class ConflictResolverContract {
  private static final int THREADS = 4;

  /** A new one each time; two of them must decide alike, as two nodes do. */
  protected abstract ConflictResolver resolver();

  /** Conflicts of every kind; a test of a special resolver may add some. */
  protected List<Conflict> conflicts() {
    return SampleConflicts.ofEachKind();
  }

  @Test
  void everyKindOfConflictIsDecided() {
    ConflictResolver resolver = resolver();
    for (Conflict conflict : conflicts()) {
      assertThat(resolver.resolve(conflict)).as(conflict.toString()).isNotNull();
    }
  }

  @Test
  void theSameConflictIsDecidedAlikeEachTimeAndOnEachNode() {
    ConflictResolver one = resolver();
    ConflictResolver other = resolver();
    for (Conflict conflict : conflicts()) {
      Resolution first = one.resolve(conflict);
      assertThat(one.resolve(conflict)).isEqualTo(first);
      assertThat(other.resolve(conflict)).isEqualTo(first);
    }
  }

  @Test
  void anOrderOfConflictsChangesNoDecision() {
    List<Conflict> backwards = new ArrayList<>(conflicts());
    Collections.reverse(backwards);
    ConflictResolver resolver = resolver();
    List<Resolution> decisions = new ArrayList<>();
    backwards.forEach(conflict -> decisions.add(0, resolver.resolve(conflict)));
    ConflictResolver fresh = resolver();
    assertThat(decisions).isEqualTo(conflicts().stream().map(fresh::resolve).toList());
  }

  @Test
  void manyThreadsMayAskAtOnce() throws Exception {
    ConflictResolver resolver = resolver();
    List<Resolution> expected = conflicts().stream().map(resolver::resolve).toList();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<List<Resolution>> ask = () -> conflicts().stream().map(resolver::resolve).toList();
      for (Future<List<Resolution>> answer : threads.invokeAll(List.of(ask, ask, ask, ask))) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aConflictIsLeftAsItWas() {
    ConflictResolver resolver = resolver();
    List<Conflict> asked = conflicts();
    List<String> before = asked.stream().map(ConflictResolverContract::bytes).toList();
    asked.forEach(resolver::resolve);
    assertThat(asked.stream().map(ConflictResolverContract::bytes).toList()).isEqualTo(before);
  }

  @Test
  void aRowThatIsWrittenHasTheColumnsAndTheKeyOfItsTable() {
    ConflictResolver resolver = resolver();
    for (Conflict conflict : conflicts()) {
      if (resolver.resolve(conflict) instanceof Resolution.Write write) {
        RowImage like = conflict.source().or(conflict::target).orElseThrow();
        assertThat(write.row().cells()).containsOnlyKeys(like.cells().keySet());
        assertThat(write.row().cells().get(SampleConflicts.KEY))
            .isEqualTo(conflict.key().cells().get(0));
      }
    }
  }

  @Test
  void aRowWhoseBaseIsLostIsNeverDeleted() {
    Conflict conflict = SampleConflicts.lostBaseAndNoSource();
    assertThat(conflict.kind()).isEqualTo(ConflictKind.NO_BASE);
    assertThat(resolver().resolve(conflict)).isNotInstanceOf(Resolution.TakeSource.class);
  }

  private static String bytes(Conflict conflict) {
    StringBuilder all = new StringBuilder();
    for (RowImage row :
        List.of(
            conflict.base().orElseGet(ConflictResolverContract::nothing),
            conflict.source().orElseGet(ConflictResolverContract::nothing),
            conflict.target().orElseGet(ConflictResolverContract::nothing))) {
      row.cells().forEach((name, cell) -> all.append(name).append('=').append(bytes(cell)));
    }
    return all.toString();
  }

  private static RowImage nothing() {
    return new RowImage(Map.of());
  }

  private static String bytes(Cell cell) {
    if (cell instanceof Cell.Text text) {
      return Arrays.toString(text.bytes());
    }
    return cell instanceof Cell.Blob blob ? Arrays.toString(blob.bytes()) : cell.toString();
  }
}
