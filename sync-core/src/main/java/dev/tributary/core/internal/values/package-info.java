/**
 * Cells of SQLite to fields of PostgreSQL's binary COPY and back, without loss.
 *
 * <p>{@link dev.tributary.core.internal.values.RowEncoder} and {@link
 * dev.tributary.core.internal.values.RowDecoder} are inverse for every cell in a column of every
 * type. What a column's type cannot hold exactly travels in {@code _sync_extra}.
 */
@NullMarked
package dev.tributary.core.internal.values;

import org.jspecify.annotations.NullMarked;
