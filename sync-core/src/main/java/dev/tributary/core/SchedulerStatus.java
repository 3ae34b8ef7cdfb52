package dev.tributary.core;

/**
 * What a scheduler does now, and how it went since its start.
 *
 * @param running clients that are being synced
 * @param waiting clients and jobs that wait for a free lane
 * @param passes looks at the schedule
 * @param failures looks that failed as a whole, such as for want of a database
 */
public record SchedulerStatus(int running, int waiting, long passes, long failures) {}
