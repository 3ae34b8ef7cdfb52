/** Commands over HTTP: a node that runs is asked instead of the database. */
@NullMarked
package dev.tributary.server.remote;

import org.jspecify.annotations.NullMarked;
