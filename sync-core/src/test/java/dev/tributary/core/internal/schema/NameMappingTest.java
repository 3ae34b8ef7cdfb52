package dev.tributary.core.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameMappingTest {
  private final NameMapping columns = NameMapping.ofColumns(Map.of());

  @Test
  void namesAreKeptWithTheirCase() {
    assertThat(columns.target("createdAt")).isEqualTo("createdAt");
    assertThat(columns.target("select \"x\"")).isEqualTo("select \"x\"");
    assertThat(columns.target("XMIN")).isEqualTo("XMIN");
  }

  @Test
  void namesThatPostgresOrTheMirrorUsesAreEscaped() {
    assertThat(columns.target("xmin")).isEqualTo("app_xmin");
    assertThat(columns.target("_sync_hash")).isEqualTo("app__sync_hash");
    assertThat(columns.target("")).isEqualTo("app_");
    assertThat(NameMapping.ofTables(Map.of()).target("xmin")).isEqualTo("xmin");
  }

  @Test
  void longNamesAreCutBetweenCharactersAndStayDifferent() {
    String start = "ä".repeat(31);
    String one = columns.target(start + "one");
    String other = columns.target(start + "two");

    assertThat(one).isNotEqualTo(other).startsWith("ä".repeat(27) + "_");
    assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
    assertThat(columns.target("x".repeat(63))).isEqualTo("x".repeat(63));
  }

  @Test
  void collisionOfAnEscapedNameIsResolvedTheSameWayEachTime() {
    for (int i = 0; i < 2; i++) {
      NameMapping mapping = NameMapping.ofColumns(Map.of());
      assertThat(mapping.target("app_xmin")).isEqualTo("app_xmin");
      assertThat(mapping.target("xmin")).startsWith("app_xmin_").hasSize(17);
    }
  }

  @Test
  void aNameGivenOnceStays() {
    NameMapping mapping = NameMapping.ofColumns(Map.of("xmin", "app_xmin"));

    assertThat(mapping.target("app_xmin")).startsWith("app_xmin_");
    assertThat(mapping.target("XMIN")).isEqualTo("app_xmin");
  }

  @Test
  void onlyAsciiLettersIgnoreCase() {
    assertThat(columns.target("É")).isEqualTo("É");
    assertThat(columns.target("é")).isEqualTo("é");
  }
}
