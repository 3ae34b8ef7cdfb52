/** {@code tributary db}: what an administrator does, and the embedded PostgreSQL. */
@NullMarked
package dev.tributary.server.cli.database;

import org.jspecify.annotations.NullMarked;
