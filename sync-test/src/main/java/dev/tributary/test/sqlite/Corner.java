package dev.tributary.test.sqlite;

/**
 * One planted corner value of a fixture.
 *
 * @param where an SQL condition that finds the row in {@code table}
 */
public record Corner(String kind, String table, String column, String where) {}
