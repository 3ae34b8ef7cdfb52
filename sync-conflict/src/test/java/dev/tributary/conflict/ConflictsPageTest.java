package dev.tributary.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConflictStrategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/conflicts.md names every key and every word that a configuration may use. */
final class ConflictsPageTest {

  @Test
  void thePageNamesEachKeyAndWord() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "conflicts.md"));
    List<String> known =
        Stream.of(
                ConflictConfiguration.KEYS.stream(),
                TableRulesReader.TABLE_KEYS.stream(),
                TableRulesReader.RULE_KEYS.stream(),
                words(ConflictStrategy.values()),
                words(MergeRule.Kind.values()),
                words(EpochUnit.values()),
                words(DeleteRules.DeleteVsUpdate.values()),
                words(DeleteRules.UpdateVsDelete.values()))
            .flatMap(words -> words)
            .toList();
    assertThat(known)
        .hasSizeGreaterThan(50)
        .allSatisfy(word -> assertThat(page).containsPattern("[`\"]" + word + "[`\"]"));
  }

  private static Stream<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(constant -> constant.name().toLowerCase(Locale.ROOT));
  }
}
