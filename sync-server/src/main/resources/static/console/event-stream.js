// Server-sent events over fetch: an EventSource cannot carry a token.
import { headers } from "./api.js";

/**
 * Reads until the stream ends.
 *
 * @param onOpen when the node has answered
 * @param onEvent `(name, data)` for each event
 */
export async function readEvents(path, signal, onOpen, onEvent) {
  const response = await fetch(path, {
    headers: headers({ Accept: "text/event-stream" }),
    signal,
    cache: "no-store",
  });
  if (!response.ok) {
    throw new Error(`The node answered ${response.status}.`);
  }
  onOpen();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + part.value).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop();
    blocks.forEach((block) => deliver(block, onEvent));
  }
}

function deliver(block, onEvent) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) {
      name = line.slice(6).trim();
    } else if (line.startsWith("data:")) {
      data.push(line.slice(5).trim());
    }
  }
  if (data.length > 0) {
    onEvent(name, parsed(data.join("\n")));
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
