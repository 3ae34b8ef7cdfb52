/**
 * JSON as text with its structure beside it, so that what nobody changed is written back letter by
 * letter.
 *
 * <p>Public for the other package of this module only.
 */
@NullMarked
package dev.tributary.conflict.internal.json;

import org.jspecify.annotations.NullMarked;
