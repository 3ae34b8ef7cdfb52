// Asks the node. What it refuses becomes an error that says why, and the way out.
import { token } from "./session.js";

const PATIENCE_MILLIS = 15_000;

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `The node answered ${status}.`);
    this.status = status;
    this.wayOut = problem.way_out ?? "";
  }
}

export function headers(more = {}) {
  const held = token();
  return held ? { ...more, Authorization: `Bearer ${held}` } : more;
}

/** The JSON of an answer. */
export async function get(path) {
  return JSON.parse(await getText(path));
}

/** Its text, for numbers that JavaScript's own would change. */
export async function getText(path) {
  return answer(await fetch(path, { headers: headers(), signal: patience(), cache: "no-store" }));
}

export async function post(path, body = {}) {
  return JSON.parse((await postText(path, JSON.stringify(body))) || "{}");
}

/** A body that is JSON already. */
export async function postText(path, json) {
  const response = await fetch(path, {
    method: "POST",
    headers: headers({ "Content-Type": "application/json" }),
    body: json,
    signal: patience(),
  });
  return answer(response);
}

async function answer(response) {
  const said = await response.text();
  if (!response.ok) {
    throw new Refused(response.status, problem(said));
  }
  return said;
}

function problem(said) {
  try {
    return JSON.parse(said);
  } catch {
    return {};
  }
}

function patience() {
  return AbortSignal.timeout(PATIENCE_MILLIS);
}
