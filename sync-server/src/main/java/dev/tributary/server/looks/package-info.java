/** Looks that a node takes at something again and again. */
@NullMarked
package dev.tributary.server.looks;

import org.jspecify.annotations.NullMarked;
