/**
 * Compares a source file with its mirror cell by cell, and repairs what is ours to repair.
 *
 * <p>Public for the other packages of this module only.
 */
@NullMarked
package dev.tributary.core.internal.verify;

import org.jspecify.annotations.NullMarked;
