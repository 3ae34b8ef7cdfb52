package dev.tributary.election;

/** Beacons and notifications: what makes an election fast, and never what makes it right. */
interface Signals {

  void add(Candidacy candidacy);

  void remove(Candidacy candidacy);

  /** Called with each change, on the elector's thread; returns at once. */
  void wish(Candidacy candidacy, BeaconWish wish);

  void start();

  /** Ends its threads and connections without waiting. */
  void stop();

  /** Waits for that until a time of {@code System.nanoTime()}. */
  void join(long deadline) throws InterruptedException;

  /** An election without them. */
  Signals NONE =
      new Signals() {
        @Override
        public void add(Candidacy candidacy) {}

        @Override
        public void remove(Candidacy candidacy) {}

        @Override
        public void wish(Candidacy candidacy, BeaconWish wish) {}

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public void join(long deadline) {}
      };
}
