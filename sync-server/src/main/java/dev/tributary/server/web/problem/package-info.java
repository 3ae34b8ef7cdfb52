/** Errors as RFC 9457 documents: what is wrong, where, and the way out. */
@NullMarked
package dev.tributary.server.web.problem;

import org.jspecify.annotations.NullMarked;
