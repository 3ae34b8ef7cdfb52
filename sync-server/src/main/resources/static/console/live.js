// Keeps the page up to date: by events while the node sends them, by asking again while it does not.
import { readEvents } from "./event-stream.js";
import { endpoints } from "./endpoints.js";

const ASK_MILLIS = 2_000; // without events
const ASK_ANYWAY_MILLIS = 10_000; // with events: ages grow also where nothing happens
const RECONNECT_MILLIS = [1_000, 2_000, 5_000, 10_000];

/**
 * @param onMode hears `live` or `polling`
 * @param isWelcome false while the node refuses the token: asking on would look like guessing
 * @param onEvent hears each event
 * @param refresh asks the node for everything
 */
export function startLive({ onMode, onEvent, isWelcome, refresh }) {
  let live = false;
  let failures = 0;
  let stop = new AbortController();

  async function listen() {
    try {
      if (isWelcome()) {
        await readEvents(endpoints.events, stop.signal, opened, onEvent);
      }
    } catch {
      // told by the mode; the page asks by itself meanwhile
    }
    live = false;
    onMode("polling");
    setTimeout(listen, RECONNECT_MILLIS[Math.min(failures++, RECONNECT_MILLIS.length - 1)]);
  }

  function opened() {
    live = true;
    failures = 0;
    onMode("live");
    refresh();
  }

  function askAgain() {
    setTimeout(async () => {
      if (!document.hidden && isWelcome()) {
        await refresh();
      }
      askAgain();
    }, live ? ASK_ANYWAY_MILLIS : ASK_MILLIS);
  }

  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  listen();
  askAgain();
  return {
    /** With another token. */
    reconnect() {
      stop.abort();
      stop = new AbortController();
      failures = 0;
      refresh();
    },
  };
}
