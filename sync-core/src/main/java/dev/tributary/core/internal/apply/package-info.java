/** The fenced transaction: stage, lock, judge, archive, upsert, checkpoint, commit. */
@NullMarked
package dev.tributary.core.internal.apply;

import org.jspecify.annotations.NullMarked;
