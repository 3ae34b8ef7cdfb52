/**
 * What the electors share: the one fence, the one trust deadline, the statements on the lease row.
 * Not for applications; it may change at any time.
 */
@NullMarked
package dev.tributary.api.internal;

import org.jspecify.annotations.NullMarked;
