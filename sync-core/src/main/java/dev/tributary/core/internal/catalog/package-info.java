/** What PostgreSQL knows of a client: its row, its table plans, its jobs, its schemas. */
@NullMarked
package dev.tributary.core.internal.catalog;

import org.jspecify.annotations.NullMarked;
