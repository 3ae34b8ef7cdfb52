package dev.tributary.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.api.Conflict;
import dev.tributary.api.FieldDecision;
import dev.tributary.api.Json;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.test.SampleConflicts;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two sides append different messages to one chat, inside its JSON column. */
final class OpenWebUiChatTest {
  private static final ConflictConfiguration CONFIGURATION =
      ConflictConfiguration.read(
          new Json(
              """
              {"table_strategies": {"chat": {"strategy": "merge", "merge_rules": {
                "chat.history.messages": "append",
                "chat.history.messages.*.childrenIds": "union",
                "chat.messages": {"rule": "append", "key": "id"},
                "chat.history.currentId": "newest_wins"}}}}
              """));
  private static final String BASE =
      """
      {"title": "Caf\\u00e9 \\u0000", "n": 1.50, "history": {"messages": \
      {"m1": {"id": "m1", "childrenIds": [], "timestamp": 100}}, "currentId": "m1"}, \
      "messages": [{"id": "m1", "timestamp": 100}], "x": 1, "x": 2}""";

  private static String with(String message, long time) {
    return BASE.replace("\"childrenIds\": []", "\"childrenIds\": [\"" + message + "\"]")
        .replace(
            "\"timestamp\": 100}}",
            "\"timestamp\": 100}, \"%1$s\": {\"id\": \"%1$s\", \"childrenIds\": [], \"timestamp\": %2$d}}"
                .formatted(message, time))
        .replace("\"currentId\": \"m1\"", "\"currentId\": \"" + message + "\"")
        .replace(
            "\"timestamp\": 100}]",
            "\"timestamp\": 100}, {\"id\": \"%s\", \"timestamp\": %d}]".formatted(message, time));
  }

  @Test
  void bothMessagesAreThereOnceAndTheRestIsLetterByLetterAsItWas() {
    String merged =
        text(merge(row(BASE, 900), row(with("s2", 201), 100), row(with("t2", 200), 300)));
    assertThat(merged)
        .isEqualTo(
            """
            {"title": "Caf\\u00e9 \\u0000", "n": 1.50, "history": {"messages": \
            {"m1": {"id": "m1", "childrenIds": ["t2","s2"], "timestamp": 100}, \
            "t2": {"id": "t2", "childrenIds": [], "timestamp": 200}, \
            "s2": {"id": "s2", "childrenIds": [], "timestamp": 201}}, "currentId": "s2"}, \
            "messages": [{"id": "m1", "timestamp": 100}, {"id": "t2", "timestamp": 200}, \
            {"id": "s2", "timestamp": 201}], "x": 1, "x": 2}""");
  }

  @Test
  void theSameMergeAgainChangesNothing() {
    RowImage base = row(BASE, 900);
    RowImage source = row(with("s2", 201), 100);
    RowImage once = merge(base, source, row(with("t2", 200), 300));
    assertThat(merge(base, source, once)).isEqualTo(once);
    assertThat(merge(source, source, once)).isEqualTo(once);
  }

  @Test
  void aLaterMessageOfTheAppIsAddedToWhatWasMerged() {
    RowImage first = row(with("s2", 201), 100);
    RowImage merged = merge(row(BASE, 900), first, row(with("t2", 200), 300));
    RowImage later =
        row(with("s2", 201).replace("\"currentId\"", "\"more\": 1, \"currentId\""), 50);
    String both = text(merge(first, later, merged));
    assertThat(both).contains("\"more\": 1", "\"t2\": {", "\"s2\": {");
  }

  @Test
  void whatOthersWroteAnewThroughJsonbCountsAsUnchanged() {
    String anew = "{\"n\": 1.5, \"title\": \"Café\"}";
    String base = "{\"title\": \"Caf\\u00e9\", \"n\": 1.50}";
    String source = "{\"title\": \"Caf\\u00e9 noir\", \"n\": 1.50}";
    RowImage result = merge(row(base, 900), row(source, 100), row(anew, 900));
    assertThat(text(result)).isEqualTo(source);
  }

  @Test
  void aMessageThatOneSideRemovedAndTheOtherEditedStays() {
    String edited = BASE.replace("\"timestamp\": 100}}", "\"timestamp\": 100, \"edited\": 1}}");
    String removed = BASE.replaceAll("\"messages\": \\{.*?\\}\\}", "\"messages\": {}");
    Resolution resolution = resolve(row(BASE, 900), row(removed, 100), row(edited, 300));
    assertThat(resolution.why().fields())
        .contains(
            new FieldDecision(
                "chat.history.messages.m1",
                "append",
                FieldDecision.Outcome.TARGET,
                "the other side removed it: kept"));
    assertThat(text(((Resolution.Write) resolution).row())).isEqualTo(edited);
  }

  @Test
  void oneMessageThatBothEditedGoesToTheNewerEdit() {
    String base = "{\"history\": {\"messages\": {\"m1\": {\"text\": \"a\", \"timestamp\": 1}}}}";
    String source = base.replace("\"a\", \"timestamp\": 1", "\"s\", \"timestamp\": 2");
    String target = base.replace("\"a\", \"timestamp\": 1", "\"t\", \"timestamp\": 3");
    assertThat(text(merge(row(base, 900), row(source, 100), row(target, 300)))).isEqualTo(target);
  }

  @Test
  void doubledNamesAreNotTakenApart() {
    String base = "{\"history\": {\"messages\": {\"a\": 1, \"a\": 2}}}";
    Resolution resolution =
        resolve(row(base, 900), row(base.replace("1", "3"), 100), row(base.replace("1", "4"), 300));
    assertThat(resolution)
        .isInstanceOfSatisfying(
            Resolution.Hold.class,
            hold ->
                assertThat(hold.reason())
                    .isEqualTo("chat.history.messages: a name is there twice"));
  }

  @Test
  void textThatIsNoJsonWaitsForAPerson() {
    assertThat(resolve(row(BASE, 900), row("{\"a\": NaN}", 100), row(BASE + " ", 300)))
        .isInstanceOf(Resolution.Hold.class);
  }

  private static RowImage row(String chat, long age) {
    return SampleConflicts.row(
        "t", 1, new Cell.Int(SampleConflicts.NOW.getEpochSecond() - age), chat);
  }

  private static Resolution resolve(RowImage base, RowImage source, RowImage target) {
    return CONFIGURATION
        .resolver()
        .resolve(SampleConflicts.update(Optional.of(base), source, target));
  }

  private static RowImage merge(RowImage base, RowImage source, RowImage target) {
    Conflict conflict = SampleConflicts.update(Optional.of(base), source, target);
    Resolution resolution = CONFIGURATION.resolver().resolve(conflict);
    if (resolution instanceof Resolution.Write write) {
      return write.row();
    }
    assertThat(resolution).isNotInstanceOf(Resolution.Hold.class);
    return resolution instanceof Resolution.TakeSource ? source : target;
  }

  private static String text(RowImage row) {
    return new String(((Cell.Text) row.cells().get("chat")).bytes(), StandardCharsets.UTF_8);
  }
}
