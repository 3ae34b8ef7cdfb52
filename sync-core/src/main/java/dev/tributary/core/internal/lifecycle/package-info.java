/**
 * What people decide about clients and clusters as a whole; each act is one audited transaction.
 */
@NullMarked
package dev.tributary.core.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
