package dev.tributary.election;

/** Takes events to the thread that decides. */
interface Mailbox {
  void post(Candidacy to, Event event);
}
