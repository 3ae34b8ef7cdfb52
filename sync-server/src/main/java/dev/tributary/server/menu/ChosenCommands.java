package dev.tributary.server.menu;

import com.fasterxml.jackson.databind.JsonNode;

/** The commands of this program, as a menu uses them. */
public interface ChosenCommands {

  /**
   * Runs one as if it had been typed, on the terminal; says so before.
   *
   * @return its exit code
   */
  int run(String... words);

  /** The JSON answer of one that reads; what it failed with is under {@code error}. */
  JsonNode read(String... words);
}
