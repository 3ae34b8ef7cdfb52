/** {@code tributary conflicts} and {@code tributary quarantine}: rows that wait for a person. */
@NullMarked
package dev.tributary.server.cli.waiting;

import org.jspecify.annotations.NullMarked;
