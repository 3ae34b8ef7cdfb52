/**
 * The words that all steps share: tables, columns, keys, plans, and one row. No step, no I/O.
 *
 * <p>Public for the other packages of this module only.
 */
@NullMarked
package dev.tributary.core.internal.table;

import org.jspecify.annotations.NullMarked;
