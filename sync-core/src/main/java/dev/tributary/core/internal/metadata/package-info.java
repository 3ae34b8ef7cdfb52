/**
 * The schema {@code sync_metadata}: its numbered SQL files, their installation, and the roles of
 * nodes.
 *
 * <p>Public for the other modules of the product only.
 */
@NullMarked
package dev.tributary.core.internal.metadata;

import org.jspecify.annotations.NullMarked;
