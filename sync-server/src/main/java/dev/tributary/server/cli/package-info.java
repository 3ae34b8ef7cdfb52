/**
 * The command line {@code tributary}: reads options, calls the ports, prints one answer. Holds no
 * sync logic.
 */
@NullMarked
package dev.tributary.server.cli;

import org.jspecify.annotations.NullMarked;
