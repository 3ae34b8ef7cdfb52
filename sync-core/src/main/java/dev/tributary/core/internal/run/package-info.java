/** The story of one run: the only place that knows the order of the steps. */
@NullMarked
package dev.tributary.core.internal.run;

import org.jspecify.annotations.NullMarked;
