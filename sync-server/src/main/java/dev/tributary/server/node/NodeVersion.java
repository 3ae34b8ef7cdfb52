package dev.tributary.server.node;

/** The version of the program that runs. */
record NodeVersion(String text) {}
