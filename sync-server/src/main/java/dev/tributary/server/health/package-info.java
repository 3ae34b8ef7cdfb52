/** How a node is, over HTTP on this machine. */
@NullMarked
package dev.tributary.server.health;

import org.jspecify.annotations.NullMarked;
