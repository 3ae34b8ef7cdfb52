package dev.tributary.server.menu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The commands of this program, as a menu uses them. */
public interface ChosenCommands {

  /**
   * Runs one as if it had been typed, on the terminal; says so before.
   *
   * @return its exit code
   */
  int run(String... words);

  /**
   * Why one cannot be run from here, and the way out, in one line; empty when it can.
   *
   * @param words its name and what it is about; options do not matter
   */
  Optional<String> elsewhere(String... words);

  /**
   * The JSON answer of one that reads. When it fails it says why on the terminal; the answer has
   * nothing but {@code error} then, or nothing at all.
   */
  JsonNode read(String... words);
}
