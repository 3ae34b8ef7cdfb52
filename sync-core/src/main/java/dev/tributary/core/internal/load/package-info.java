/** Initial loads in committed pieces: COPY straight into a closed table, key and indexes after. */
@NullMarked
package dev.tributary.core.internal.load;

import org.jspecify.annotations.NullMarked;
