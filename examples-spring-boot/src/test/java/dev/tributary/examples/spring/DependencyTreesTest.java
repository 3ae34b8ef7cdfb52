package dev.tributary.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each published module brings along is written down, so that it does not grow unseen. It
 * stands here because this module is built after all of them.
 */
final class DependencyTreesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync-api",
        "sync-election",
        "sync-conflict",
        "sync-core",
        "sync-postgres",
        "sync-spring-boot-starter",
        "sync-test"
      })
  void aModuleBringsAlongWhatIsAgreedOn(String module) {
    assertThat(Path.of("..", module, "target", "dependency-tree.txt"))
        .as("if the change is meant: make dependency-trees, and look at the difference")
        .hasSameTextualContentAs(Path.of("..", "docs", "dependencies", module + ".txt"));
  }
}
