/** What happens in the cluster, as server-sent events. */
@NullMarked
package dev.tributary.server.web.events;

import org.jspecify.annotations.NullMarked;
