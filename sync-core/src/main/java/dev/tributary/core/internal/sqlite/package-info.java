/**
 * What steps that read SQLite files share; apart from {@code jdbc}, which works without the driver.
 *
 * <p>Public for the other packages of this module only.
 */
@NullMarked
package dev.tributary.core.internal.sqlite;

import org.jspecify.annotations.NullMarked;
