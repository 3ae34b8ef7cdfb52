/**
 * Builds a new SQLite file from PostgreSQL alone: same tables, same rows, same class and bytes in
 * every cell.
 *
 * <p>Public for the other packages of this module only.
 */
@NullMarked
package dev.tributary.core.internal.restore;

import org.jspecify.annotations.NullMarked;
