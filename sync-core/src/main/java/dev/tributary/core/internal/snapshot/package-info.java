/**
 * A consistent picture of a live SQLite file, without touching the file or the app that owns it.
 *
 * <p>{@link dev.tributary.core.internal.snapshot.SourceFile} is the door: a cheap fingerprint that
 * proves "nothing changed", and a snapshot to read from. Everything else here serves these two.
 */
@NullMarked
package dev.tributary.core.internal.snapshot;

import org.jspecify.annotations.NullMarked;
