/** Applications of each generation of Spring Boot, with the jar of the starter. */
@NullMarked
package dev.tributary.startertests;

import org.jspecify.annotations.NullMarked;
