/** Who may ask for what, before any controller sees the request. */
@NullMarked
package dev.tributary.server.web.security;

import org.jspecify.annotations.NullMarked;
