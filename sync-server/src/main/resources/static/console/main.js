// Puts the page together.
import { createActions } from "./actions.js";
import { showTrouble } from "./announce.js";
import { chip } from "./chips.js";
import { startClientsView } from "./clients-view.js";
import { startClusterView } from "./cluster-view.js";
import { startConflictsView } from "./conflicts-view.js";
import { byId } from "./dom.js";
import { startJobsView } from "./jobs-view.js";
import { startLive } from "./live.js";
import { startQuarantineView } from "./quarantine-view.js";
import { createRefresh } from "./refresh.js";
import { createStore } from "./store.js";
import { startTheme } from "./theme.js";
import { openTokenDialog } from "./token-dialog.js";

const SOON_MILLIS = 150;
const UNAUTHORISED = 401;

startTheme();
const store = createStore();
let welcome = true;
const refresh = createRefresh(store, (error) => {
  showTrouble("reading", error);
  const before = welcome;
  welcome = error?.status !== UNAUTHORISED;
  if (before && !welcome) {
    openTokenDialog(() => live.reconnect());
  }
});
const actions = createActions(refresh);

startClusterView(store);
startClientsView(store, actions, refresh);
startConflictsView(store, refresh);
startQuarantineView(store, actions);
startJobsView(store);

let waiting = false;
const soon = () => {
  if (!waiting) {
    waiting = true;
    setTimeout(() => {
      waiting = false;
      refresh();
    }, SOON_MILLIS);
  }
};
const live = startLive({
  onMode: (mode) => chip(byId("connection"), mode),
  onEvent: soon,
  isWelcome: () => welcome,
  refresh,
});
byId("token").addEventListener("click", () => openTokenDialog(() => live.reconnect()));
