/** The demonstration: an app of its own, a mirror of it, and a comparison that trusts neither. */
@NullMarked
package dev.tributary.server.demo;

import org.jspecify.annotations.NullMarked;
