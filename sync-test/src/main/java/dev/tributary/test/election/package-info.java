/**
 * What every implementation of a port has to do. Extend one with a small class that says how to
 * make yours; JUnit runs the rest.
 */
@NullMarked
package dev.tributary.test.election;

import org.jspecify.annotations.NullMarked;
