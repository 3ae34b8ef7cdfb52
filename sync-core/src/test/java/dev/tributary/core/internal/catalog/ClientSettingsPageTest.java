package dev.tributary.core.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/operations.md names what a client's {@code config} may say. */
final class ClientSettingsPageTest {
  private static final Pattern KEY = Pattern.compile("config ->>? '([a-z_]+)'");

  @Test
  void thePageNamesEachKey() throws Exception {
    String code =
        Files.readString(
            Path.of("src/main/java/dev/tributary/core/internal/catalog/ClientCatalog.java"));
    Set<String> keys =
        KEY.matcher(code).results().map(key -> key.group(1)).collect(Collectors.toSet());
    assertThat(keys).hasSize(6);
    String page = Files.readString(Path.of("..", "docs", "operations.md"));
    String settings = page.substring(page.indexOf("## Settings of one client"));
    assertThat(keys).allSatisfy(key -> assertThat(settings).contains("`" + key + "`"));
  }
}
