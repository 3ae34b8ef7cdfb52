/**
 * Who wins when the app changed a row and somebody else changed its mirror: five strategies, and
 * the configuration that chooses among them table by table.
 *
 * <p>All of it is pure: a decision depends on the conflict and the configuration alone, so that
 * every node decides alike and a run that is repeated decides as before.
 */
@NullMarked
package dev.tributary.conflict;

import org.jspecify.annotations.NullMarked;
