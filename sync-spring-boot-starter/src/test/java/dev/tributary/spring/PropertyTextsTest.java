package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an editor shows of each property, and what the page for newcomers lists. */
final class PropertyTextsTest {
  private static final Pattern PROPERTY = Pattern.compile("\\{[^{}]*}");

  @Test
  void eachPropertyHasAText() throws IOException {
    assertThat(texts()).hasSizeGreaterThanOrEqualTo(24);
    assertThat(texts()).allSatisfy((name, text) -> assertThat(text).as(name).isNotBlank());
  }

  @Test
  void thePageNamesEachProperty() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "getting-started-spring.md"));
    List<String> missing = new ArrayList<>();
    for (String name : texts().keySet()) {
      String last = name.substring(name.lastIndexOf('.'));
      if (name.startsWith("tributary.")
          && !page.contains(name)
          && !page.contains("`" + last + "`")) {
        missing.add(name);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Map<String, String> texts() throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (InputStream file =
        TributaryProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      String json = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      // Its hints have names as well, and come last.
      String properties = json.substring(json.indexOf("\"properties\""), json.indexOf("\"hints\""));
      Matcher property = PROPERTY.matcher(properties);
      while (property.find()) {
        texts.put(value("name", property.group()), value("description", property.group()));
      }
    }
    return texts;
  }

  private static String value(String name, String property) {
    Matcher found = Pattern.compile("\"" + name + "\": \"([^\"]*)\"").matcher(property);
    return found.find() ? found.group(1) : "";
  }
}
