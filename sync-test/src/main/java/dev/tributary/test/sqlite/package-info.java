/**
 * SQLite files for tests and an oracle that is independent of the engine: fixtures with every known
 * trap, an application that keeps writing, seeded random changes, and a comparison cell by cell.
 *
 * <p>Nothing here uses code of the engine: what it judges must not be what it is made of.
 */
@NullMarked
package dev.tributary.test.sqlite;

import org.jspecify.annotations.NullMarked;
