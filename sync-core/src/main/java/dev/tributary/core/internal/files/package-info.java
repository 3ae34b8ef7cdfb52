/**
 * What steps share that keep files of their own.
 *
 * <p>Public for the other packages of this module only.
 */
@NullMarked
package dev.tributary.core.internal.files;

import org.jspecify.annotations.NullMarked;
