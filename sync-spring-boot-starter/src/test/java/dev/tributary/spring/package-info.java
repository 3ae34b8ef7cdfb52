/** Tests of the starter on Spring Boot 4; the modules under starter-tests run real applications. */
@NullMarked
package dev.tributary.spring;

import org.jspecify.annotations.NullMarked;
