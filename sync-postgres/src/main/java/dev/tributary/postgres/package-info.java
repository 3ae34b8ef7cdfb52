/**
 * Runs the PostgreSQL binaries that lie on the class path: attached to this JVM ({@link
 * dev.tributary.postgres.BundledPostgres}) or on its own ({@link
 * dev.tributary.postgres.DataDirectory#startDetached}).
 *
 * <p>Nothing here takes or returns {@code null}. Failures are {@link java.io.IOException}s whose
 * message names the thing and the way out; a call on a closed object is an {@link
 * java.lang.IllegalStateException}.
 */
@NullMarked
package dev.tributary.postgres;

import org.jspecify.annotations.NullMarked;
