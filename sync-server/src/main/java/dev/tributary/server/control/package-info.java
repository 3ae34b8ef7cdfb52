/**
 * Nodes as their host sees them: processes, containers or services that can be started and ended.
 */
@NullMarked
package dev.tributary.server.control;

import org.jspecify.annotations.NullMarked;
