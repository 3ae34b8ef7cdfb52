/** Which way to a database is open from here: direct, or through one of its poolers. */
@NullMarked
package dev.tributary.server.connection;

import org.jspecify.annotations.NullMarked;
