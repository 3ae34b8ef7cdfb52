/** A node that finds the files of clients by itself. */
@NullMarked
package dev.tributary.server.discovery;

import org.jspecify.annotations.NullMarked;
