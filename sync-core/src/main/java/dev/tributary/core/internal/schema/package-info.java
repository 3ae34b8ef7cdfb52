/**
 * What a file declares and where each table of it goes: the DDL, names, types and keys.
 *
 * <p>Public for the other packages of this module only.
 */
@NullMarked
package dev.tributary.core.internal.schema;

import org.jspecify.annotations.NullMarked;
