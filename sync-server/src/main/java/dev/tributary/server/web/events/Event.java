package dev.tributary.server.web.events;

import java.util.Map;

/**
 * One thing that happened.
 *
 * @param id grows by one
 * @param kind leadership, job, progress, conflict or health
 */
record Event(long id, String kind, Map<String, Object> content) {}
