/** A Spring Boot application with Tributary. The build runs it. */
@NullMarked
package dev.tributary.examples.spring;

import org.jspecify.annotations.NullMarked;
