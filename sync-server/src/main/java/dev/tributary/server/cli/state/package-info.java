/** {@code tributary state}: values that the nodes of a cluster share. */
@NullMarked
package dev.tributary.server.cli.state;

import org.jspecify.annotations.NullMarked;
