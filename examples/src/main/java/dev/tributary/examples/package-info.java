/** Small programs that use one piece each. The build runs them. */
@NullMarked
package dev.tributary.examples;

import org.jspecify.annotations.NullMarked;
