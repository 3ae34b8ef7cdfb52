/**
 * Leader election: one node of a cluster leads, and can prove it at each commit.
 *
 * <p>{@link dev.tributary.election.PostgresLeaderElector} elects among nodes that share a
 * PostgreSQL, {@link dev.tributary.election.SqliteLeaderElector} among processes of one host.
 */
@NullMarked
package dev.tributary.election;

import org.jspecify.annotations.NullMarked;
