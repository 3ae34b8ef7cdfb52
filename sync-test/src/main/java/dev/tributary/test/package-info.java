/**
 * The test kit: real PostgreSQL servers for tests, and what tests need around them.
 *
 * <p>A test never is skipped for want of a database: it fails, and says why.
 */
@NullMarked
package dev.tributary.test;

import org.jspecify.annotations.NullMarked;
