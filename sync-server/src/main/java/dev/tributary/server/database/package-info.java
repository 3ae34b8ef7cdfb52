/** Which PostgreSQL a command talks to, and what it must find there. */
@NullMarked
package dev.tributary.server.database;

import org.jspecify.annotations.NullMarked;
