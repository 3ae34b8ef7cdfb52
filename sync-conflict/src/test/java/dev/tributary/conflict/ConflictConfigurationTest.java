package dev.tributary.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Cell;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Json;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.test.SampleConflicts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration is read strictly: one message for all that is wrong, each with its place. */
final class ConflictConfigurationTest {
  /** As the prototype's front page prints it. */
  static final String PRINTED =
      """
      {
        "default_strategy": "newest_wins",
        "table_strategies": {
          "user": {
            "strategy": "newest_wins",
            "compare_field": "updated_at"
          },
          "chat": {
            "strategy": "merge",
            "merge_rules": {
              "messages": "append",
              "metadata": "newest_wins"
            }
          },
          "config": {
            "strategy": "manual",
            "notify": true
          }
        }
      }
      """;

  private static final Map<String, List<String>> OPEN_WEBUI =
      Map.of(
          "user", List.of("id", "name", "updated_at"),
          "chat", List.of("id", "title", "chat", "meta", "updated_at"),
          "config", List.of("id", "data", "updated_at"));

  @Test
  void thePrintedExampleIsReadAndSaysWhichFieldsAreNotThere() {
    ConflictConfiguration read = read(PRINTED);
    assertThatThrownBy(() -> read.requireFits(OPEN_WEBUI))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(
            "$.table_strategies.chat.merge_rules.messages: chat has no column messages;"
                + " did you mean chat.history.messages?")
        .hasMessageContaining(
            "$.table_strategies.chat.merge_rules.metadata: chat has no column metadata;"
                + " did you mean meta?");
  }

  @Test
  void thePrintedExampleWorksWhereTheFieldsAreThere() {
    ConflictConfiguration read = read(PRINTED);
    read.requireFits(
        Map.of(
            "user", List.of("id", "updated_at"),
            "chat", List.of("id", "messages", "metadata"),
            "config", List.of("id")));
    ConflictResolver resolver = read.resolver();
    Conflict conflict = SampleConflicts.ofEachKind().get(0);
    Resolution held = resolver.resolve(of("config", conflict));
    assertThat(held).isInstanceOf(Resolution.Hold.class);
    assertThat(held.why().strategy()).isEqualTo(ConflictStrategy.MANUAL);
    assertThat(held.why().flags()).contains(ConflictFlag.NOTIFY);
    assertThat(held.why().configVersion()).isEqualTo(read.version()).startsWith("sha256:");
    assertThat(resolver.resolve(of("User", conflict)).why().strategy())
        .isEqualTo(ConflictStrategy.NEWEST_WINS);
    assertThat(resolver.resolve(conflict).why().strategy()).isEqualTo(ConflictStrategy.MERGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"default_strategie\": \"merge\"}|$.default_strategie: unknown key; did you mean"
            + " default_strategy?",
        "{\"default_strategy\": \"newest\"}|$.default_strategy: 'newest' is not known",
        "{\"default_strategy\": 5}|$.default_strategy: must be text, but is the number 5",
        "{\"default_strategy\": \"custom\"}|$.default_strategy: 'custom' is not known",
        "{\"table_strategies\": []}|$.table_strategies: must be an object, but is an array",
        "[]|$: must be an object, but is an array",
        "{\"table_strategies\": {\"chat\": \"merge\"}}|$.table_strategies.chat: must be an object,"
            + " but is the text \"merge\"",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"mrge\"}}}|"
            + "$.table_strategies.chat.strategy: 'mrge' is not known; did you mean merge?",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"merge\", \"merge_rules\":"
            + " {\"messages\": \"apend\"}}}}|"
            + "$.table_strategies.chat.merge_rules.messages: 'apend' is not known; did you mean"
            + " append?",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"merge\", \"merge_rules\":"
            + " {\"chat..x\": \"append\"}}}}|$.table_strategies.chat.merge_rules['chat..x']: is no"
            + " field",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"merge\", \"merge_rules\":"
            + " {\"*.x\": \"append\"}}}}|$.table_strategies.chat.merge_rules.*.x: is no field",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"merge\", \"merge_rules\":"
            + " {\"a\": {\"rule\": \"max\", \"key\": \"x\"}}}}}|"
            + "$.table_strategies.chat.merge_rules.a.key: is for the rules union and append only",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"merge\", \"merge_rules\":"
            + " {\"Title\": \"max\", \"title\": \"min\"}}}}|$.table_strategies.chat.merge_rules.title:"
            + " the same field is there twice",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"manual\", \"merge_rules\": {}}}}|"
            + "$.table_strategies.chat.merge_rules: means nothing with strategy manual",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"custom\"}}}|$.table_strategies.chat:"
            + " strategy custom needs a resolver",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"custom\", \"resolver\": \"no.Such\"}}}|"
            + "$.table_strategies.chat.resolver: there is no class no.Such",
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"custom\", \"resolver\":"
            + " \"java.lang.String\"}}}|$.table_strategies.chat.resolver: class java.lang.String is"
            + " no ConflictResolver",
        "{\"max_clock_skew\": \"soon\"}|$.max_clock_skew: must be seconds",
        "{\"max_clock_skew\": -1}|$.max_clock_skew: must be seconds",
        "{\"unit\": \"days\"}|$.unit: 'days' is not known",
        "{\"tie_break\": \"both\"}|$.tie_break: 'both' is not known; Choose",
        "{\"delete_vs_update\": \"maybe\"}|$.delete_vs_update: 'maybe' is not known",
        "{\"notify\": \"yes\"}|$.notify: must be true or false",
        "{\"notify\": true, \"notify\": false}|$.notify: is there twice",
        "{\"table_strategies\": {\"A\": {}, \"a\": {}}}|$.table_strategies.a: the table is there"
            + " twice",
      })
  void whatIsWrongIsToldWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(message.replace("known; Choose", "known"));
  }

  @Test
  void whatIsNoJsonIsToldWithLineAndColumn() {
    assertThatThrownBy(() -> read("{\n  \"a\": nul\n}"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("no JSON")
        .hasMessageContaining("line 2");
  }

  @Test
  void everythingThatIsWrongComesInOneMessage() {
    assertThatThrownBy(() -> read("{\"a\": 1, \"default_strategy\": \"x\", \"unit\": 3}"))
        .hasMessageContaining("$.a:")
        .hasMessageContaining("$.default_strategy:")
        .hasMessageContaining("$.unit:");
  }

  @Test
  void aTableThatIsNotThereIsAnError() {
    ConflictConfiguration read =
        read("{\"table_strategies\": {\"caht\": {\"strategy\": \"manual\"}}}");
    assertThatThrownBy(() -> read.requireFits(OPEN_WEBUI))
        .hasMessageContaining(
            "$.table_strategies.caht: there is no table caht; did you mean chat?");
  }

  @Test
  void aNamedTableNeedsTheColumnThatItCompares() {
    ConflictConfiguration read =
        read("{\"table_strategies\": {\"chat\": {\"strategy\": \"newest_wins\"}}}");
    assertThatThrownBy(() -> read.requireFits(Map.of("chat", List.of("id", "update_at"))))
        .hasMessageContaining(
            "$.table_strategies.chat: strategy newest_wins compares updated_at, which table chat"
                + " does not have; did you mean update_at?");
    ConflictConfiguration merging =
        read(
            "{\"table_strategies\": {\"chat\":"
                + " {\"strategy\": \"merge\", \"compare_field\": \"changed_at\"}}}");
    assertThatThrownBy(() -> merging.requireFits(Map.of("chat", List.of("id", "change_at"))))
        .hasMessageContaining(
            "$.table_strategies.chat: strategy merge compares changed_at, which table chat"
                + " does not have; did you mean change_at?");
    ConflictConfiguration all = read("{\"default_compare_field\": \"changed\"}");
    assertThatThrownBy(() -> all.requireFits(OPEN_WEBUI))
        .hasMessageContaining("$.default_compare_field: no table has a column changed");
  }

  @Test
  void aTableThatNobodyNamedIsHeldWhereTheDefaultCannotTell() {
    ConflictConfiguration builtIn = ConflictConfiguration.builtIn();
    builtIn.requireFits(Map.of("note", List.of("id", "body")));
    Conflict conflict = SampleConflicts.ofEachKind().get(0);
    Conflict without =
        new Conflict(
            conflict.client(),
            "note",
            conflict.key(),
            conflict.kind(),
            Optional.empty(),
            conflict.source().map(ConflictConfigurationTest::withoutTime),
            conflict.target().map(ConflictConfigurationTest::withoutTime),
            conflict.detectedAt(),
            conflict.encoding());
    assertThat(builtIn.resolver().resolve(without))
        .isInstanceOfSatisfying(
            Resolution.Hold.class,
            hold -> assertThat(hold.reason()).contains("no column updated_at"));
  }

  @Test
  void aCustomResolverComesFromTheClassPathOrFromTheProgram() {
    String named =
        "{\"table_strategies\": {\"chat\": {\"strategy\": \"custom\", \"resolver\": \"%s\"}}}";
    Conflict conflict = SampleConflicts.ofEachKind().get(0);
    Resolution ofClass =
        read(named.formatted(Failing.class.getName())).resolver().resolve(conflict);
    assertThat(ofClass)
        .isInstanceOfSatisfying(
            Resolution.Hold.class, hold -> assertThat(hold.reason()).contains("not today"));
    assertThat(ofClass.why().flags()).contains(ConflictFlag.ERROR);
    ConflictConfiguration ofProgram =
        ConflictConfiguration.read(
            new Json(named.formatted("mine")), Map.of("mine", c -> Resolution.keepTarget()));
    assertThat(ofProgram.resolver().resolve(conflict)).isInstanceOf(Resolution.KeepTarget.class);
  }

  /** Public, so that a configuration can name it. */
  public static final class Failing implements ConflictResolver {
    @Override
    public Resolution resolve(Conflict conflict) {
      throw new IllegalStateException("not today");
    }
  }

  private static RowImage withoutTime(RowImage row) {
    Map<String, Cell> cells = new LinkedHashMap<>(row.cells());
    cells.remove("updated_at");
    return new RowImage(cells);
  }

  private static Conflict of(String table, Conflict like) {
    return new Conflict(
        like.client(),
        table,
        like.key(),
        like.kind(),
        like.base(),
        like.source(),
        like.target(),
        like.detectedAt(),
        like.encoding());
  }

  private static ConflictConfiguration read(String json) {
    return ConflictConfiguration.read(new Json(json));
  }
}
