// Who leads, for how long still, and which nodes there are.
import { byId, el, text } from "./dom.js";
import { announce } from "./announce.js";
import { chip } from "./chips.js";
import { age } from "./format.js";
import { keyedList } from "./keyed-list.js";

export function startClusterView(store) {
  const leader = leaderCard(byId("leader"));
  const health = healthCard(byId("health"));
  const nodes = keyedList(byId("nodes"), (n) => n.hostname, nodeCard, fillNode);

  store.on("cluster", (cluster, before) => {
    text(byId("cluster-name"), cluster.cluster_name);
    leader.show(cluster);
    nodes(cluster.nodes ?? []);
    tellNewLeader(cluster, before);
  });
  store.on("health", (now) => health(now));
  setInterval(leader.tick, 250);
}

function tellNewLeader(cluster, before) {
  if (before && before.leader_id !== cluster.leader_id) {
    announce(cluster.leader_id
      ? `${cluster.leader_id} leads the cluster now, term ${cluster.term}.`
      : "No node leads the cluster.");
  }
}

function leaderCard(card) {
  const name = el("p", { className: "big", id: "leader-id" });
  const term = el("span", { id: "term" });
  const left = el("span", { id: "lease-left" });
  const bar = el("progress", { max: 1, value: 0, aria: { label: "Lease that is left" } });
  card.append(el("h3", {}, "Leader"), name, el("p", { className: "quiet" }, "Term ", term, ", lease ", left), bar);
  let ends = null;
  let longest = 1;
  const tick = () => {
    const seconds = ends === null ? 0 : Math.max(0, (ends - performance.now()) / 1000);
    longest = Math.max(longest, seconds);
    bar.max = longest;
    bar.value = seconds;
    text(left, ends === null ? "not held" : `ends in ${Math.ceil(seconds)} s unless renewed`);
  };
  return {
    tick,
    show(cluster) {
      text(name, cluster.leader_id ?? "no leader");
      text(term, String(cluster.term ?? "none"));
      const seconds = cluster.lease_remaining_seconds;
      ends = seconds === null || seconds === undefined ? null : performance.now() + seconds * 1000;
      tick();
    },
  };
}

function healthCard(card) {
  const word = el("span", { id: "health-word" });
  const reasons = el("ul");
  const show = keyedList(reasons, (r) => r, () => el("li"), (node, r) => text(node, r));
  card.append(el("h3", {}, "Health of this node"), el("p", { className: "big" }, word), reasons);
  return (health) => {
    const status = health?.status ?? "away";
    chip(word, status);
    show(health ? (health.reasons?.length ? health.reasons : ["Nothing waits for a person."]) : ["This node does not answer."]);
    text(byId("node-name"), health ? `node ${health.node_id}` : byId("node-name").textContent);
  };
}

function nodeCard() {
  return el("li", { className: "card" },
    el("p", { className: "row" }, el("strong"), el("span"), el("span")),
    el("p", { className: "quiet" }),
    el("p", {}));
}

function fillNode(card, node) {
  const [head, detail, link] = card.children;
  text(head.children[0], node.hostname);
  chip(head.children[1], node.leader_status);
  chip(head.children[2], node.status);
  text(detail, `heard of ${age(node.seconds_since_heartbeat)}${node.version ? `, version ${node.version}` : ""}`);
  fillLink(link, node.api_url);
}

/** Only an address that a browser may follow becomes a link. */
function fillLink(place, url) {
  const usable = /^https?:\/\//.test(url ?? "");
  if (!usable) {
    place.replaceChildren();
  } else if (place.firstElementChild?.getAttribute("href") !== `${url}/`) {
    place.replaceChildren(el("a", { href: `${url}/`, rel: "noreferrer" }, "Its own console"));
  }
}
