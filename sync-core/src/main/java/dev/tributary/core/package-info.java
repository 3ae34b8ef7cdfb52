/**
 * The engine: mirrors a SQLite file into a PostgreSQL schema, verifies it, and gives the file back.
 *
 * <p>{@link dev.tributary.core.MirrorEngine} is the front door. A run reads as a story in {@code
 * internal.run.SyncRun}; each step is a package below {@code internal}.
 */
@NullMarked
package dev.tributary.core;

import org.jspecify.annotations.NullMarked;
