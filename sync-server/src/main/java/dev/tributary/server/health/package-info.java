/** How a node is, and why. */
@NullMarked
package dev.tributary.server.health;

import org.jspecify.annotations.NullMarked;
