package dev.tributary.election;

/**
 * How often an elector's questions were answered in one way or another, since it was made.
 *
 * @param renewed renewals of a lease that was held
 * @param failed questions that the database did not answer; takeovers and renewals that came to
 *     nothing
 */
public record ElectionCounts(long renewed, long failed) {}
