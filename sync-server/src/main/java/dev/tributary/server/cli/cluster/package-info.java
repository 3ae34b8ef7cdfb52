/** {@code tributary cluster} and {@code tributary node}: the nodes, together and one by one. */
@NullMarked
package dev.tributary.server.cli.cluster;

import org.jspecify.annotations.NullMarked;
