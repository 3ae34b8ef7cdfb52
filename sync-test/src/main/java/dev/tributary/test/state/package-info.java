/**
 * The contract of {@link dev.tributary.api.StateStore} as tests that every implementation passes.
 */
@NullMarked
package dev.tributary.test.state;

import org.jspecify.annotations.NullMarked;
