package dev.tributary.server.node;

/** The version of the program that runs. */
public record NodeVersion(String text) {}
