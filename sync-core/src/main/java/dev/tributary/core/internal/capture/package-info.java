/**
 * Finds what changed: reads every row of a table, hashes it, and compares it with the base.
 *
 * <p>Public for the other packages of this module only.
 */
@NullMarked
package dev.tributary.core.internal.capture;

import org.jspecify.annotations.NullMarked;
