/** Meters for Micrometer; the only package that needs it, so that it is an optional dependency. */
@NullMarked
package dev.tributary.core.metrics;

import org.jspecify.annotations.NullMarked;
