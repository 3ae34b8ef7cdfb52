/**
 * Reads a client's mirror as of one instant: what restore builds from and verify compares with.
 *
 * <p>Public for the other packages of this module only.
 */
@NullMarked
package dev.tributary.core.internal.mirror;

import org.jspecify.annotations.NullMarked;
