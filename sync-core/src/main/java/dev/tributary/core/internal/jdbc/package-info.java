/**
 * A small JDBC layer: transactions, classified failures, quoting, and the address of a database.
 *
 * <p>Public for the other packages of this module only. No {@link java.sql.SQLException} leaves
 * code that runs through {@link dev.tributary.core.internal.jdbc.Database}.
 */
@NullMarked
package dev.tributary.core.internal.jdbc;

import org.jspecify.annotations.NullMarked;
