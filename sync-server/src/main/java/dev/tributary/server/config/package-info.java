/**
 * What a node is told: options, where each value came from, and files that are read again when they
 * change.
 */
@NullMarked
package dev.tributary.server.config;

import org.jspecify.annotations.NullMarked;
