/**
 * Tributary in a Spring Boot application: election, state and mirroring by configuration.
 *
 * <p>Nothing starts that was not asked for, and every bean gives way to one of the application's.
 */
@NullMarked
package dev.tributary.spring;

import org.jspecify.annotations.NullMarked;
