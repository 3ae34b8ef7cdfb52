package dev.tributary.election;

/** Something that one candidacy wants to know from the database, or wants done there. */
record Question(Candidacy from, Action action) {}
