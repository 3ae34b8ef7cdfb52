// What a person may do to a client, with a word about how it went.
import { post } from "./api.js";
import { announce, showTrouble } from "./announce.js";
import { endpoints } from "./endpoints.js";

const WHO = "console";

export function createActions(refresh) {
  async function act(done, send) {
    try {
      const answer = await send();
      announce(typeof done === "function" ? done(answer) : done);
      showTrouble("action", null);
    } catch (error) {
      showTrouble("action", error);
    }
    await refresh();
  }

  return {
    sync: (name, full) =>
      act((a) => `Sync of ${name} asked for: ${a.sync_id}.`, () =>
        post(endpoints.trigger, { client_name: name, full_sync: full, triggered_by: WHO })),
    start: (name) => act(`${name} is synced by itself now.`, () => post(endpoints.start(name))),
    pause: (name) => act(`${name} is paused.`, () => post(endpoints.pause(name))),
    retry: (id) =>
      act((a) => `All rows of ${a.client_name} are tried again: ${a.sync_id}.`, () => post(endpoints.retry(id))),
  };
}
