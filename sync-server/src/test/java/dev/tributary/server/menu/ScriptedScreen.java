package dev.tributary.server.menu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A person who types what was agreed before, and then gives up. */
public final class ScriptedScreen implements Screen {
  /** Ctrl-C or Ctrl-D. */
  static final String GIVES_UP = "<gives up>";

  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> lines = new ArrayList<>();
  private final Room room;

  ScriptedScreen(Room room, String... answers) {
    this.room = room;
    this.answers.addAll(Arrays.asList(answers));
  }

  public static ScriptedScreen types(String... answers) {
    return new ScriptedScreen(new Room(80, 24), answers);
  }

  @Override
  public void line(String text) {
    lines.add(text);
  }

  @Override
  public void title(String text) {
    lines.add("# " + text);
  }

  @Override
  public Optional<String> ask(String prompt) {
    lines.add("? " + prompt.strip());
    return Optional.ofNullable(answers.poll()).filter(answer -> !answer.equals(GIVES_UP));
  }

  @Override
  public void page(List<String> text) {
    lines.add("page: " + text.get(0));
  }

  @Override
  public Room room() {
    return room;
  }

  /** All that was shown, in order: titles with '#', questions with '?'. */
  public List<String> lines() {
    return lines;
  }

  List<String> titles() {
    return lines.stream().filter(line -> line.startsWith("# ")).map(l -> l.substring(2)).toList();
  }
}
