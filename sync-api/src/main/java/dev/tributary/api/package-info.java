/**
 * The ports and values of Tributary: everything that an application sees, and nothing that a driver
 * or a framework brings along.
 *
 * <p>One run, in ten lines:
 *
 * <ol>
 *   <li>a {@link dev.tributary.api.LeaderElector} grants this node a {@link
 *       dev.tributary.api.Leadership} with a fencing token;
 *   <li>{@link dev.tributary.api.SyncEngine#sync} is called for one client;
 *   <li>the engine compares the file's fingerprint with the checkpoint: equal means done;
 *   <li>it takes a consistent snapshot of the live SQLite file, read-only;
 *   <li>it reads the schema in the same snapshot and plans tables, keys and column types;
 *   <li>{@link dev.tributary.api.ChangeCapture} finds the rows that differ from the base;
 *   <li>one PostgreSQL transaction stages them, locks and judges the target rows;
 *   <li>rows that others touched go to the {@link dev.tributary.api.ConflictResolver};
 *   <li>upserts, archived deletes, base hashes, checkpoint and job are written in it;
 *   <li>the fence proves the token, the transaction commits, and a {@link
 *       dev.tributary.api.SyncReport} tells what was done and what was not.
 * </ol>
 *
 * <p><b>Null:</b> nothing public takes or returns {@code null}; {@code Optional} is a return type
 * only. The one exception is a SQL NULL, which is {@link dev.tributary.api.Cell.Null} and so is an
 * object as well. <b>Errors:</b> every failure is a {@link dev.tributary.api.SyncException}, and
 * its subclass says what the caller can do. {@code SQLException} appears only in the functional
 * interfaces through which an application hands its own JDBC code in.
 */
@NullMarked
package dev.tributary.api;

import org.jspecify.annotations.NullMarked;
